package dev.strait.bench.harness;

import java.util.List;

/**
 * What one run of the processes gave.
 *
 * @param figure in the unit of the scenario
 * @param p50 median in the unit of the scenario, NaN where it is a rate
 * @param p99 99th percentile in the unit of the scenario, NaN where it is a rate
 * @param p999 99.9th percentile in the unit of the scenario, NaN where it is a rate
 * @param perSecond messages per second, also where the figure is something else
 * @param besidePerSecond messages per second that went beside those of the figure
 * @param sides what each process used, the first one first
 */
public record Measurement(
        double figure,
        double p50,
        double p99,
        double p999,
        double perSecond,
        double besidePerSecond,
        List<Side> sides) {}
