package dev.strait.testkit.sim;

import dev.strait.testkit.virtual.ContractViolation;

/**
 * How a value looks: who sent it and which it is, and filling that follows from both, so that a byte in the wrong place is noticed.
 *
 * @param sender the number of the sending program
 * @param sequence which of its values, from 0
 */
record Message(int sender, int sequence) {
    static void write(byte[] array, int at, int length, int sender, int sequence) {
        putInt(array, at, sender);
        putInt(array, at + 4, sequence);
        putInt(array, at + 8, length);
        byte filling = filling(sender, sequence);
        for (int i = at + SimulationOptions.MIN_MESSAGE_BYTES; i < at + length; i++) {
            array[i] = filling;
        }
    }

    static Message read(byte[] array, int from, int to) {
        if (to - from < SimulationOptions.MIN_MESSAGE_BYTES || getInt(array, from + 8) != to - from) {
            throw new ContractViolation("a value of " + (to - from) + " bytes arrived that was not sent so");
        }
        Message message = new Message(getInt(array, from), getInt(array, from + 4));
        byte filling = filling(message.sender, message.sequence);
        for (int i = from + SimulationOptions.MIN_MESSAGE_BYTES; i < to; i++) {
            if (array[i] != filling) {
                throw new ContractViolation(message + " arrived with a wrong byte at " + (i - from));
            }
        }
        return message;
    }

    private static byte filling(int sender, int sequence) {
        return (byte) (sender * 31 + sequence);
    }

    private static void putInt(byte[] array, int at, int value) {
        for (int i = 0; i < 4; i++) {
            array[at + i] = (byte) (value >>> (24 - 8 * i));
        }
    }

    private static int getInt(byte[] array, int at) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = (value << 8) | (array[at + i] & 0xff);
        }
        return value;
    }
}
