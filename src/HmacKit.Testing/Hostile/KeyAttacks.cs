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
        yield return new(WrongSecret, "signed with another key", Signed(forge, id, HmacKey.Generate(scheme.Algorithm)));

        // HMAC fills a key up with zeros: this is what an endpoint computes that has no secret configured.
        HmacKey empty = HmacKey.ImportInsecureShortSecret(scheme.Algorithm, KeyFormat.Hex, "00");
        yield return new("key/empty-secret", "signed with an empty secret", Signed(forge, id, empty));
        if (!scheme.HasKeyId)
        {
            yield break;
        }

        HmacKey ownId = HmacKey.ImportInsecureShortSecret(scheme.Algorithm, KeyFormat.Text, id);
        yield return new("key/id-as-secret", "signed with the key's id", Signed(forge, id, ownId));
        yield return new(UnknownId, "a key id that nobody has", Signed(forge, "unknown-" + Forge.Random(), HmacKey.Generate(scheme.Algorithm)));
        yield return new("key/unknown-id-right-secret", "a key id that nobody has, signed with the right key", Signed(forge, "unknown-" + Forge.Random(), forge.Keys.Primary));
        yield return new("key/unknown-id-empty-secret", "a key id that nobody has, signed with an empty secret", Signed(forge, "unknown-" + Forge.Random(), empty));

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
            if (text != id && text.Length > 0)
            {
                yield return new(name, sent, Signed(forge, text, forge.Keys.Primary));
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
            WireRequest signed = Signed(forge, forge.Keys.Id, entry.Key);
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

    private static WireRequest Signed(Forge forge, string id, HmacKey key) => forge.Sign(keys: new KeyRing(id, key)).ToWire();
}
