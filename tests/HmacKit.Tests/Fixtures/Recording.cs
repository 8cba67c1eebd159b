namespace HmacKit.Tests.Fixtures;

/// <summary>A request that writes down what is asked of it.</summary>
internal sealed class RecordingRequest(RawRequest inner, List<string> log) : RequestSource
{
    public override string Method => inner.Method;

    public override string Target => inner.Target;

    public override IEnumerable<string> HeaderNames => inner.HeaderNames;

    public override HeaderValue GetHeader(string name)
    {
        log.Add("header");
        return inner.GetHeader(name);
    }

    public override async ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default)
    {
        log.Add($"body up to {limit}");
        await Task.Yield();
        return await inner.ReadBodyAsync(limit, cancellationToken);
    }
}

/// <summary>Keys that write down which ids they were asked for.</summary>
internal sealed class RecordingKeySource(IKeySource inner, List<string> log) : IKeySource
{
    public async ValueTask<KeyRing?> FindAsync(string keyId, CancellationToken cancellationToken = default)
    {
        log.Add($"key '{keyId}'");
        await Task.Yield();
        return await inner.FindAsync(keyId, cancellationToken);
    }
}

/// <summary>A replay store that writes down each claim, and always answers the same where it is told to.</summary>
internal sealed class RecordingReplayStore(List<string>? log = null, ReplayOutcome? always = null) : IReplayStore
{
    private readonly HashSet<string> _seen = [];

    public List<ReplayClaim> Claims { get; } = [];

    public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default)
    {
        log?.Add("replay");
        Claims.Add(claim);
        return new(always ?? (_seen.Add(Bytes(claim)) ? ReplayOutcome.Added : ReplayOutcome.Seen));
    }

    /// <summary>What makes two claims the same.</summary>
    public static string Bytes(ReplayClaim claim)
    {
        byte[] bytes = new byte[ReplayClaim.MaxBytes];
        return System.Text.Encoding.Latin1.GetString(bytes, 0, claim.CopyTo(bytes));
    }
}
