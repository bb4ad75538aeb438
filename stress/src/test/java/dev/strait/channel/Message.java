package dev.strait.channel;

/** A value with plain fields: who gets it by way of a race may see zero. */
final class Message {
    int number;
    int[] numbers;

    Message(int number) {
        this.numbers = new int[] {number};
        this.number = number;
    }

    /** The number, if all of it has arrived. */
    static int read(Object item) {
        if (!(item instanceof Message message)) {
            return item == Signal.CLOSED ? -2 : -1;
        }
        int[] seen = message.numbers;
        return seen != null && seen[0] == message.number ? message.number : 0;
    }
}
