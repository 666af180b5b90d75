/**
 * The memory that a node's objects lie in: one file of fixed size in a folder that only its owner
 * can enter ({@link org.akkaray.objectstore.arena.NodeFolder}), mapped once ({@link
 * org.akkaray.objectstore.arena.ArenaFile}), laid out as {@link
 * org.akkaray.objectstore.arena.ArenaDescriptor} says, and given out in blocks by {@link
 * org.akkaray.objectstore.arena.TlsfAllocator}. Knows nothing of objects.
 */
@NullMarked
package org.akkaray.objectstore.arena;

import org.jspecify.annotations.NullMarked;
