namespace HmacKit.Tests.Keys;

public class MemoryKeySourceTests
{
    private readonly HmacKey _key = HmacKey.Generate();

    [Fact]
    public async Task A_ring_is_found_by_its_exact_id()
    {
        var ring = new KeyRing("Key-1", _key);
        var source = new MemoryKeySource(ring, new KeyRing("other", _key));
        Assert.Same(ring, await source.FindAsync("Key-1"));
        Assert.Null(await source.FindAsync("key-1"));
        Assert.Null(await source.FindAsync("Key-1 "));
        Assert.Null(await source.FindAsync(""));
    }

    [Fact]
    public async Task A_ring_can_be_replaced_and_taken_out()
    {
        var source = new MemoryKeySource(new KeyRing("k", _key));
        KeyRing disabled = new KeyRing("k", _key).Disable();
        source.Set(disabled);
        Assert.Same(disabled, await source.FindAsync("k"));
        Assert.True(source.Remove("k"));
        Assert.False(source.Remove("k"));
        Assert.Null(await source.FindAsync("k"));
    }

    [Fact]
    public void Two_rings_of_one_id_are_refused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new MemoryKeySource(new KeyRing("k", _key), new KeyRing("k", _key)));
        Assert.Contains("'k'", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => new MemoryKeySource((IEnumerable<KeyRing>)null!));
        Assert.Throws<ArgumentNullException>(() => new MemoryKeySource().Set(null!));
    }
}
