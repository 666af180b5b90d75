package org.akkaray.objectstore.spill;

/**
 * Where an object lies on disk.
 *
 * @param file its number, from 1
 * @param position of its first byte
 * @param checksum CRC-32C of its bytes
 */
public record SpillLocation(int file, long position, int checksum) {}
