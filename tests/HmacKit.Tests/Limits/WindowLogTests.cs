namespace HmacKit.Tests.Limits;

public sealed class WindowLogTests
{
    private const long Millisecond = TimeSpan.TicksPerMillisecond;

    [Fact]
    public void What_was_taken_comes_back_to_the_millisecond_a_period_later()
    {
        var schedule = new WindowSchedule(3, TimeSpan.FromMilliseconds(100));
        long[] words = new long[WindowLog.LengthFor(schedule)];
        WindowLog log = At(1000);
        Assert.Equal((0, 0), (log.Used, log.WhenEmpty));
        log.Take(1000 * Millisecond, 2);
        At(1050).Take(1050 * Millisecond, 1);
        log = At(1099);
        Assert.Equal(3, log.Used);
        Assert.Equal(1150 * Millisecond, log.WhenEmpty);
        Assert.Equal(1150 * Millisecond, log.WhenUsed(0));
        Assert.Equal(1100 * Millisecond, log.WhenUsed(1));
        Assert.Equal(1100 * Millisecond, log.WhenUsed(2));
        Assert.Equal(0, log.WhenUsed(3));
        Assert.Equal(1, At(1100).Used);
        Assert.Equal(1, At(1149).Used);
        Assert.Equal(0, At(1150).Used);
        Assert.Equal(0, At(1150).WhenEmpty);

        WindowLog At(long milliseconds) => new(schedule, words, owner: 7, milliseconds * Millisecond);
    }

    [Fact]
    public void Takes_within_a_grain_of_the_first_of_a_group_come_back_with_its_last()
    {
        var schedule = new WindowSchedule(1000, TimeSpan.FromMilliseconds(1000)); // a grain of 10 ms
        long[] words = new long[WindowLog.LengthFor(schedule)];
        foreach (long time in (long[])[5000, 5004, 5009, 5010])
        {
            At(time).Take(time * Millisecond, 1);
        }

        Assert.Equal(4, At(6008).Used);
        Assert.Equal(1, At(6009).Used);
        Assert.Equal(0, At(6010).Used);

        WindowLog At(long milliseconds) => new(schedule, words, owner: 7, milliseconds * Millisecond);
    }

    [Fact]
    public void Takes_of_one_millisecond_are_one_group_and_a_clock_that_goes_back_joins_the_last_one()
    {
        var schedule = new WindowSchedule(3, TimeSpan.FromMilliseconds(100));
        long[] words = new long[WindowLog.LengthFor(schedule)];
        At(1000).Take(1000 * Millisecond, 1);
        At(1000).Take(1000 * Millisecond, 1);
        At(1000).Take(999 * Millisecond, 1);
        Assert.Equal(3, At(1099).Used);
        Assert.Equal(1100 * Millisecond, At(1099).WhenUsed(2));
        Assert.Equal(0, At(1100).Used);

        WindowLog At(long milliseconds) => new(schedule, words, owner: 7, milliseconds * Millisecond);
    }

    [Fact]
    public void The_groups_go_round_in_their_array()
    {
        var schedule = new WindowSchedule(3, TimeSpan.FromMilliseconds(30));
        long[] words = new long[WindowLog.LengthFor(schedule)];
        for (long time = 100; time < 300; time += 10)
        {
            var log = new WindowLog(schedule, words, owner: 7, time * Millisecond);
            Assert.Equal(Math.Min(2, (time - 100) / 10), log.Used);
            log.Take(time * Millisecond, 1);
            Assert.Equal((time + 30) * Millisecond, log.WhenEmpty);
            Assert.Equal((time + 30 - Math.Min(20, time - 100)) * Millisecond, log.WhenUsed(log.Used - 1));
        }
    }

    [Fact]
    public void Taking_nothing_leaves_no_group_and_another_owner_begins_anew()
    {
        var schedule = new WindowSchedule(3, TimeSpan.FromMilliseconds(100));
        long[] words = new long[WindowLog.LengthFor(schedule)];
        new WindowLog(schedule, words, owner: 7, now: 0).Take(0, 0);
        Assert.All(words[1..], word => Assert.Equal(0, word));
        new WindowLog(schedule, words, owner: 7, now: 0).Take(0, 3);
        var other = new WindowLog(schedule, words, owner: 8, now: 0);
        Assert.Equal((0, 0), (other.Used, other.WhenEmpty));
        other.Take(50 * Millisecond, 2);
        Assert.Equal(2, new WindowLog(schedule, words, owner: 8, now: 149 * Millisecond).Used);
        Assert.Equal(150 * Millisecond, new WindowLog(schedule, words, owner: 8, now: 50 * Millisecond).WhenEmpty);
    }
}
