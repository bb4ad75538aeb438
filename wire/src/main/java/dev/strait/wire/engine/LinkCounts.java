package dev.strait.wire.engine;

/**
 * What went over a link since its session began: {@code written} is the sum of {@code acknowledged} and {@code kept}.
 *
 * @param node the id of the node at the other side
 * @param isUp whether it has a connection now
 * @param written sequenced frames that were written, each once, however often it was written again
 * @param acknowledged those that the other side is known to have received
 * @param kept those that it may not have received, which are kept
 * @param keptBytes what these count for, and the arrays of messages that wait to be written
 * @param waitingBytes that of messages that wait to be written
 * @param received sequenced frames that came
 * @param resumes how often it went on with another connection
 */
public record LinkCounts(
        String node,
        boolean isUp,
        long written,
        long acknowledged,
        long kept,
        long keptBytes,
        long waitingBytes,
        long received,
        long resumes) {
    static LinkCounts of(PeerSession peer) {
        return new LinkCounts(
                peer.node().id(),
                peer.isUp(),
                peer.session.writtenFrames(),
                peer.session.acknowledgedFrames(),
                peer.session.keptFrames(),
                peer.session.keptBytes(),
                peer.session.waitingBytes(),
                peer.session.receivedFrames(),
                peer.session.resumes());
    }
}
