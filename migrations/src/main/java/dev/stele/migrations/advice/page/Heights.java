package dev.stele.migrations.advice.page;

/** Moves the boxes of a column, whose order is given, as near as can be to where each wants to be. */
final class Heights {
    private final double[] wanted;
    private final double[] weights;
    private final double[] offsets;

    /** Box i wants to begin at {@code wanted[i]}, with a weight; it is {@code sizes[i]} high with the gap below it. */
    private Heights(double[] wanted, double[] weights, double[] sizes) {
        this.weights = weights;
        this.offsets = new double[wanted.length];
        this.wanted = new double[wanted.length];
        double offset = 0;
        for (int i = 0; i < wanted.length; i++) {
            offsets[i] = offset;
            this.wanted[i] = wanted[i] - offset;
            offset += sizes[i];
        }
    }

    /** Where each box begins, so that none overlaps and the weighted squares of all moves are least. */
    static double[] of(double[] wanted, double[] weights, double[] sizes) {
        return new Heights(wanted, weights, sizes).places();
    }

    /** Without their sizes the boxes must not descend, for which neighbours in the way of each other share a mean. */
    private double[] places() {
        int n = wanted.length;
        double[] mean = new double[n];
        double[] weight = new double[n];
        int[] count = new int[n];
        int blocks = 0;
        for (int i = 0; i < n; i++) {
            mean[blocks] = wanted[i];
            weight[blocks] = weights[i];
            count[blocks++] = 1;
            while (blocks > 1 && mean[blocks - 2] > mean[blocks - 1]) {
                blocks--;
                double both = weight[blocks - 1] + weight[blocks];
                mean[blocks - 1] = (mean[blocks - 1] * weight[blocks - 1] + mean[blocks] * weight[blocks]) / both;
                weight[blocks - 1] = both;
                count[blocks - 1] += count[blocks];
            }
        }
        double[] places = new double[n];
        int i = 0;
        for (int block = 0; block < blocks; block++) {
            for (int k = 0; k < count[block]; k++, i++) {
                places[i] = mean[block] + offsets[i];
            }
        }
        return places;
    }
}
