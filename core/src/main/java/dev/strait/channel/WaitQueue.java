package dev.strait.channel;

import org.jspecify.annotations.Nullable;

/**
 * Calls that wait on one side of a port, in the order in which they came: a doubly linked list through the {@link Wait}s
 * themselves, so that leaving takes no search; Go's {@code waitq}. Guarded by the port's lock.
 */
final class WaitQueue {

    private @Nullable Wait first;
    private @Nullable Wait last;
    private int size;

    int size() {
        return size;
    }

    void add(Wait wait) {
        Wait tail = last;
        wait.queue = this;
        wait.previous = tail;
        if (tail == null) {
            first = wait;
        } else {
            tail.next = wait;
        }
        last = wait;
        size++;
    }

    void remove(Wait wait) {
        Wait before = wait.previous;
        Wait after = wait.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        wait.queue = null;
        wait.previous = null;
        wait.next = null;
        size--;
    }

    /**
     * Takes out the first wait whose call is still undecided, and decides that call for it. Waits before it are dropped: their
     * calls were decided elsewhere. The caller must {@link Port#complete} the wait in the same hold of the port's lock.
     */
    @Nullable
    Wait claimFirst() {
        Wait wait = first;
        while (wait != null) {
            remove(wait);
            if (wait.call.claim(wait)) {
                return wait;
            }
            wait = first;
        }
        return null;
    }
}
