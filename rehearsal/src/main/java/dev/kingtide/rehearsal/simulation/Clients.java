package dev.kingtide.rehearsal.simulation;

import dev.kingtide.rehearsal.simulation.Recording.Loss;
import dev.kingtide.rehearsal.simulation.Recording.Series;
import java.util.List;

/// The clients of all crowds: what they send in a second, and what they do when an attempt fails.
///
/// Attempts are kept by kind, one kind for each crowd and number of attempt, with the time that has
/// passed since the first attempt, so that patience can end.
final class Clients {
    /// How many kinds of attempts there are.
    final int kinds;

    /// Attempts in the present second by kind.
    final double[] coming;

    /// The seconds since the first attempt, summed over them.
    final double[] comingElapsed;

    private final List<Crowd> crowds;
    private final Recording recording;
    private final int[] first;
    private final int[] crowdOf;
    private final int[] number;
    private final double[][] later;
    private final double[][] laterElapsed;
    private int second;

    Clients(List<Crowd> crowds, Recording recording) {
        this.crowds = crowds;
        this.recording = recording;
        this.first = new int[crowds.size()];
        int count = 0;
        double longest = 1;
        for (int c = 0; c < crowds.size(); c++) {
            ClientModel client = crowds.get(c).client();
            first[c] = count;
            count += client.retries() + 1;
            double patience = client.patienceMillis() / 1000;
            longest =
                    Math.max(longest, Math.min(patience, client.backoffSeconds(client.retries())));
        }
        this.kinds = count;
        this.coming = new double[count];
        this.comingElapsed = new double[count];
        this.crowdOf = new int[count];
        this.number = new int[count];
        for (int c = 0; c < crowds.size(); c++) {
            for (int a = 0; a <= crowds.get(c).client().retries(); a++) {
                crowdOf[first[c] + a] = c;
                number[first[c] + a] = a;
            }
        }
        int slots = (int) Math.ceil(longest) + 3;
        this.later = new double[slots][count];
        this.laterElapsed = new double[slots][count];
    }

    ClientModel client(int kind) {
        return crowds.get(crowdOf[kind]).client();
    }

    int crowdOf(int kind) {
        return crowdOf[kind];
    }

    /// The second that is being worked on.
    int second() {
        return second;
    }

    /// How long an attempt may take: until the client's timeout or the end of patience, in seconds.
    double patienceLeft(int kind) {
        double elapsed = mean(comingElapsed[kind], coming[kind]);
        return Math.max(0, client(kind).patienceMillis() / 1000 - elapsed);
    }

    /// The mean of a sum; 0 for so few that a quotient would be noise.
    static double mean(double sum, double count) {
        return count > 1e-12 ? sum / count : 0;
    }

    /// What comes in this second.
    void begin() {
        int slot = second % later.length;
        double attempts = 0;
        double demand = 0;
        for (int kind = 0; kind < kinds; kind++) {
            coming[kind] = later[slot][kind];
            comingElapsed[kind] = laterElapsed[slot][kind];
            later[slot][kind] = 0;
            laterElapsed[slot][kind] = 0;
        }
        for (int c = 0; c < first.length; c++) {
            double requests = Math.max(0, crowds.get(c).demand().requestsInSecond(second));
            coming[first[c]] += requests;
            demand += requests;
        }
        for (double each : coming) {
            attempts += each;
        }
        recording.at(Series.DEMAND)[second] += demand;
        recording.at(Series.ATTEMPTS)[second] += attempts;
    }

    /// The present second is over.
    void end() {
        second++;
    }

    void served(double requests) {
        recording.at(Series.SERVED)[booked()] += requests;
    }

    void wasted(double answers) {
        recording.at(Series.WASTED)[booked()] += answers;
    }

    /// Attempts failed: they are repeated after the back-off while retries and patience last.
    ///
    /// @param elapsed seconds since the first attempt, summed over them
    void failed(int kind, double attempts, double elapsed, Loss cause) {
        if (attempts <= 0) {
            return;
        }
        ClientModel client = client(kind);
        int next = number[kind] + 1;
        if (next > client.retries() || cause == Loss.GAVE_UP) {
            recording.at(cause)[booked()] += attempts;
            return;
        }
        double wait = client.backoffSeconds(next);
        double since = mean(elapsed, attempts) + wait;
        if (since >= client.patienceMillis() / 1000) {
            recording.at(Loss.GAVE_UP)[booked()] += attempts;
            return;
        }
        int whole = (int) wait;
        double part = whole == 0 ? 0 : wait - whole;
        int from = Math.max(1, whole);
        again(kind + 1, from, attempts * (1 - part), since);
        again(kind + 1, from + 1, attempts * part, since);
    }

    private void again(int kind, int inSeconds, double attempts, double since) {
        int slot = (second + inSeconds) % later.length;
        later[slot][kind] += attempts;
        laterElapsed[slot][kind] += attempts * since;
    }

    /// Requests that wait for their next attempt.
    double waiting() {
        double sum = 0;
        for (double[] slot : later) {
            for (double each : slot) {
                sum += each;
            }
        }
        return sum;
    }

    /// What happens after the last second is booked in it.
    private int booked() {
        return Math.min(second, recording.seconds() - 1);
    }
}
