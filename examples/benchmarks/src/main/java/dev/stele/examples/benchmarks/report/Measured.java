package dev.stele.examples.benchmarks.report;

/**
 * One measurement of a round.
 *
 * @param workload what was done
 * @param peer by whom
 * @param round in which round, from 1
 * @param micros how long it took, in microseconds
 * @param spent what it used up
 */
public record Measured(String workload, String peer, int round, double micros, Spent spent) {
    /**
     * What was used up; NaN where that is not known.
     *
     * @param client microseconds of processor time in the client's process
     * @param server the same in the server's backends
     * @param bytes bytes allocated by the client
     * @param heap bytes by which what is alive on the client's heap grew
     */
    public record Spent(double client, double server, double bytes, double heap) {
        /** Nothing is known. */
        public static final Spent UNKNOWN = new Spent(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

        /** Where the heap was not watched. */
        public Spent(double client, double server, double bytes) {
            this(client, server, bytes, Double.NaN);
        }

        double cpu() {
            return client + server;
        }
    }
}
