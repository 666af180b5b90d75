/**
 * Objects in shared memory. Start at {@link org.akkaray.objectstore.store.SharedMemoryObjectStore};
 * other processes of the host read with {@link org.akkaray.objectstore.store.NeighbourStore}.
 *
 * <p>Who keeps an object's memory from being used again: a pin. The owner counts those of its own
 * process in the object's slot. Another process notes its pins in a file of its own ({@link
 * org.akkaray.objectstore.store.PinFile}) and then looks whether the object is still there; the
 * owner first marks it deleted and then looks for pins. One of the two sees the other (the protocol
 * of hazard pointers: Michael, IEEE TPDS 15(6), 2004).
 */
@NullMarked
package org.akkaray.objectstore.store;

import org.jspecify.annotations.NullMarked;
