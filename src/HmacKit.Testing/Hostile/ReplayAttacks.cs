namespace HmacKit.Testing;

/// <summary>Good requests again, and good requests whose id or nonce was used.</summary>
internal static class ReplayAttacks
{
    /// <summary>How many copies arrive at once.</summary>
    private const int Copies = 8;

    public static IEnumerable<Attack> Of(Forge forge)
    {
        if (forge.Scheme.Replay == ReplayRule.None || forge.Options.AcceptsReplaysBecauseTheHandlerIsIdempotent)
        {
            yield break;
        }

        WireRequest good = forge.Sign().ToWire();
        yield return new("replay/again", "a good request twice", [good, good]) { IsGenuine = true };
        good = forge.Sign().ToWire();
        yield return new("replay/at-once", $"{Copies} copies of a good request at once", [.. Enumerable.Repeat(good, Copies)]) { Aim = Aim.OneAccepted, IsGenuine = true };

        SignedRequest spent = forge.Sign();
        WireRequest forged = spent.WithSignatureOf(forge.IsPlain ? forge.Sign(body: "{}"u8.ToArray()) : spent);
        yield return new("replay/spent-by-stranger", "a forged request, then the good one with the same id or nonce", [forged, spent.ToWire()]) { Aim = Aim.Accepted, IsGenuine = true };
        if (forge.Scheme.Replay == ReplayRule.BySignature)
        {
            yield break;
        }

        // One time for both, so that what differs is the body or the time alone.
        (string used, DateTimeOffset now) = (Forge.Random(), forge.Now);
        WireRequest Signed(DateTimeOffset time, ReadOnlyMemory<byte>? body = null) => forge.Scheme.Replay == ReplayRule.ById
            ? forge.Sign(id: used, time: time, body: body).ToWire()
            : forge.Sign(nonce: used, time: time, body: body).ToWire();
        yield return new("replay/other-body", "the id or nonce of a good request with another body, signed", [Signed(now), Signed(now, forge.IsPlain ? "{}"u8.ToArray() : forge.OtherBody)]) { IsGenuine = true };
        (used, now) = (Forge.Random(), forge.Now);
        yield return new("replay/other-time", "the id or nonce of a good request with another time, signed", [Signed(now), Signed(now.AddSeconds(-1))]) { IsGenuine = true };
    }
}
