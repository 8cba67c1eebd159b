using Microsoft.Extensions.Caching.Memory;

namespace HmacKit.Benchmarks;

/// <summary>The other usual way: look into a <see cref="MemoryCache"/> and then set. It isn't atomic, which the count of duplicates shows.</summary>
internal sealed class CacheCandidate : ReplayCandidate
{
    private static readonly object Seen = new();

    private readonly MemoryCache _cache;

    public CacheCandidate(int live)
        : base(live) => _cache = new MemoryCache(new MemoryCacheOptions { Clock = Clock, ExpirationScanFrequency = Window / 2 });

    public override bool TryAdd(string nonce, DateTimeOffset signedAt)
    {
        if (_cache.TryGetValue(nonce, out _))
        {
            return false;
        }

        _cache.Set(nonce, Seen, signedAt + Window);
        return true;
    }
}
