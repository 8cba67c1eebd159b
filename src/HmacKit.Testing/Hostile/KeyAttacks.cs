namespace HmacKit.Testing;

/// <summary>Signatures under other keys, and key ids that nobody has.</summary>
internal static class KeyAttacks
{
    /// <summary>A right key id and a wrong key.</summary>
    public const string WrongSecret = "key/wrong-secret";

    /// <summary>A key id that nobody has.</summary>
    public const string UnknownId = "key/unknown-id";

    public static IEnumerable<Attack> Of(Forge forge) => Strange(forge).Concat(OfRing(forge)).Concat(Refused(forge));

    private static IEnumerable<Attack> Strange(Forge forge)
    {
        SignatureScheme scheme = forge.Scheme;
        string id = forge.Keys.Id;
        yield return new(WrongSecret, "signed with another key", Signed(forge, id, Other(scheme))!);

        // HMAC fills a key up with zeros: this is what an endpoint computes that has no secret configured.
        HmacKey empty = HmacKey.ImportInsecureShortSecret(scheme.Algorithm, KeyFormat.Hex, "00");
        if (Signed(forge, id, empty) is { } emptily)
        {
            yield return new("key/empty-secret", "signed with an empty secret", emptily);
        }

        if (!scheme.HasKeyId)
        {
            yield break;
        }

        HmacKey ownId = HmacKey.ImportInsecureShortSecret(scheme.Algorithm, KeyFormat.Text, id);
        foreach ((string name, string sent, string keyId, HmacKey key) in new[]
        {
            ("key/id-as-secret", "signed with the key's id", id, ownId),
            (UnknownId, "a key id that nobody has", "unknown-" + Forge.Random(), Other(scheme)),
            ("key/unknown-id-right-secret", "a key id that nobody has, signed with the right key", "unknown-" + Forge.Random(), forge.Keys.Primary),
            ("key/unknown-id-empty-secret", "a key id that nobody has, signed with an empty secret", "unknown-" + Forge.Random(), empty),
        })
        {
            if (Signed(forge, keyId, key) is { } signed)
            {
                yield return new(name, sent, signed);
            }
        }

        string turned = string.Concat(id.Select(c => char.IsAsciiLetterUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c)));
        foreach ((string name, string sent, string text) in new[]
        {
            ("key/id-other-case", "the key id in the other case", turned),
            ("key/id-longer", "the key id with a character more", id + "x"),
            ("key/id-shorter", "the key id with a character less", id[..^1]),
            ("key/id-wildcard", "a wildcard for the key id", "*"),
            ("key/id-like", "a pattern for the key id", "%"),
            ("key/id-query", "a piece of SQL for the key id", "' OR '1'='1"),
            ("key/id-path", "a path for the key id", "../../" + id),
        })
        {
            if (text != id && text.Length > 0 && Signed(forge, text, forge.Keys.Primary) is { } signed)
            {
                yield return new(name, sent, signed);
            }
        }

        yield return new("key/id-overlong", "a key id of 1,000 characters", forge.Sign().With("keyid", new string('k', 1000))) { MayBeCutOff = true };
    }

    /// <summary>The other keys of the ring: those that are accepted have to work, those whose time is over must not.</summary>
    private static IEnumerable<Attack> OfRing(Forge forge)
    {
        for (int i = 1; i < forge.Keys.Entries.Count; i++)
        {
            KeyRingEntry entry = forge.Keys.Entries[i];
            WireRequest signed = Signed(forge, forge.Keys.Id, entry.Key)!;
            yield return entry.IsAccepted(forge.Now)
                ? new($"key/older:{i}", "signed with an older key that is still accepted", signed) { Aim = Aim.Accepted, IsGenuine = true }
                : new($"key/over:{i}", "signed with a key of the ring whose time is over or hasn't come", signed);
        }
    }

    private static IEnumerable<Attack> Refused(Forge forge)
    {
        foreach (KeyRing ring in forge.Options.RefusedKeys)
        {
            yield return new($"key/refused:{ring.Id}", "signed with a key that has expired, is switched off or has no right to it", forge.Sign(keys: ring).ToWire());
        }
    }

    /// <summary>A request under another key or id; null if the scheme has no place for such a one.</summary>
    private static WireRequest? Signed(Forge forge, string id, HmacKey key)
    {
        try
        {
            return forge.Sign(keys: new KeyRing(id, key)).ToWire();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Another key; of text, since a token is sent as it is.</summary>
    private static HmacKey Other(SignatureScheme scheme) => HmacKey.ImportInsecureShortSecret(scheme.Algorithm, KeyFormat.Text, Forge.Random());
}
