namespace HmacKit.Tests.Replay;

public sealed class SlotArraysTests
{
    private readonly SlotArrays _arrays = new();

    [Theory]
    [InlineData(1000)]
    [InlineData(1250)]
    [InlineData(668)]
    public void An_array_of_about_the_size_is_taken_once(int length)
    {
        ulong[] array = new ulong[1000];
        _arrays.Keep(array);
        Assert.Same(array, _arrays.TryTake(length));
        Assert.Null(_arrays.TryTake(length));
    }

    [Theory]
    [InlineData(1260)]
    [InlineData(600)]
    [InlineData(10)]
    [InlineData(100_000)]
    public void An_array_of_another_size_is_left_for_others(int length)
    {
        _arrays.Keep(new ulong[1000]);
        Assert.Null(_arrays.TryTake(length));
        Assert.NotNull(_arrays.TryTake(1000));
    }

    [Fact]
    public void The_three_longest_are_kept()
    {
        foreach (int length in (int[])[10, 500, 20, 510, 30, 490, 480, 40])
        {
            _arrays.Keep(new ulong[length]);
        }

        Assert.False(_arrays.HasUseFor(490));
        Assert.True(_arrays.HasUseFor(491));
        Assert.Equal([490, 500, 510], Enumerable.Range(0, 3).Select(_ => _arrays.TryTake(495)!.Length));
        Assert.Null(_arrays.TryTake(495));
        Assert.True(_arrays.HasUseFor(1));
    }

    [Fact]
    public void When_traffic_falls_the_long_ones_are_let_go()
    {
        foreach (int length in (int[])[100, 150, 151])
        {
            _arrays.Keep(new ulong[length]);
        }

        _arrays.Trim(100);
        Assert.Equal([100, 150], Enumerable.Range(0, 2).Select(_ => _arrays.TryTake(120)!.Length));
        Assert.Null(_arrays.TryTake(120));
    }
}
