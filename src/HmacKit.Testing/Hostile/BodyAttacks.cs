namespace HmacKit.Testing;

/// <summary>Bodies that aren't what was signed, or are larger than the endpoint takes.</summary>
internal static class BodyAttacks
{
    public static IEnumerable<Attack> Of(Forge forge)
    {
        byte[] body = forge.Options.Body.ToArray();
        foreach ((string name, string sent, _) in Changes(body))
        {
            // What a signer puts into the body belongs to the request that is changed.
            WireRequest good = forge.Sign().ToWire();
            byte[] signed = good.Body.ToArray();
            byte[]? changed = Changes(signed).FirstOrDefault(change => change.Name == name).Changed;
            if (changed is not null && changed.AsSpan().SequenceCompareTo(signed) != 0)
            {
                yield return new(name, sent, good with { Body = changed });
            }
        }

        WireRequest whole = forge.Sign().ToWire();
        yield return new("body/changed-in-chunks", "a byte more, in chunks", whole with { Body = (byte[])[.. whole.Body.Span, (byte)' '], IsChunked = true });
        if (forge.Options.MaxBodyBytes is not { } limit)
        {
            yield break;
        }

        // What a signer replaces in a body may make it shorter.
        byte[] large = new byte[limit + (forge.IsPlain ? 1 : 8192)];
        large.AsSpan().Fill((byte)' ');
        body.AsSpan(0, Math.Min(body.Length, large.Length)).CopyTo(large);
        if (forge.TrySign(body: large) is { } first)
        {
            yield return new("body/too-large", $"a body of {large.Length} bytes, signed with the right key", first.ToWire()) { IsGenuine = true, IsCompared = false, MayBeCutOff = true };
        }

        if (forge.TrySign(body: large) is { } second)
        {
            yield return new("body/too-large-in-chunks", $"a body of {large.Length} bytes, signed with the right key, without a Content-Length", second.ToWire() with { IsChunked = true }) { IsGenuine = true, IsCompared = false, MayBeCutOff = true };
        }
    }

    private static IEnumerable<(string Name, string Sent, byte[] Changed)> Changes(byte[] body)
    {
        yield return ("body/line-feed", "a line feed behind the body", [.. body, (byte)'\n']);
        yield return ("body/blank", "a blank behind the body", [.. body, (byte)' ']);
        yield return ("body/byte-order-mark", "a byte order mark before the body", [0xEF, 0xBB, 0xBF, .. body]);
        yield return ("body/other", "another body", "{\"amount\":1}"u8.ToArray());
        if (body.Length == 0)
        {
            yield break;
        }

        yield return ("body/empty", "no body", []);
        yield return ("body/twice", "the body twice", [.. body, .. body]);
        yield return ("body/byte-less", "the body without its last byte", body[..^1]);
        yield return ("body/first-bit", "a bit of the first byte flipped", [(byte)(body[0] ^ 1), .. body[1..]]);
        yield return ("body/middle-bit", "a bit in the middle flipped", [.. body[..(body.Length / 2)], (byte)(body[body.Length / 2] ^ 1), .. body[((body.Length / 2) + 1)..]]);
        yield return ("body/last-bit", "a bit of the last byte flipped", [.. body[..^1], (byte)(body[^1] ^ 1)]);
        yield return ("body/respaced", "JSON with a blank more", [body[0], (byte)' ', .. body[1..]]);
    }
}
