namespace HmacKit.Jwt;

/// <summary>Which keys of a ring are for tokens, and how a token names one: its <c>kid</c> is the key's label.</summary>
internal static class TokenKeys
{
    /// <summary>The most characters of a <c>kid</c>.</summary>
    public const int MaxKeyIdLength = 128;

    /// <summary>Whether <paramref name="text"/> may be a <c>kid</c>: printable ASCII, not empty, not too long.</summary>
    public static bool IsKeyId(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxKeyIdLength && !text.ContainsAnyExceptInRange(' ', '~');

    /// <summary>What is wrong with a key for signing tokens, and how to fix it; null if nothing is.</summary>
    public static string? FindFault(HmacKey key, bool needsLabel)
    {
        if (key.Algorithm != HmacAlgorithm.Sha256)
        {
            return $"The {key} is for {key.Algorithm}; user tokens are HS256, so import it for {nameof(HmacAlgorithm)}.{nameof(HmacAlgorithm.Sha256)}.";
        }

        if (key.IsShort)
        {
            return $"The {key} has fewer than {HmacKey.RecommendedSecretBytes} bytes. Anyone who holds a token can guess at its key at leisure, so RFC 7518 section 3.2 asks for {HmacKey.RecommendedSecretBytes}: make a longer secret.";
        }

        if (key.Label is null)
        {
            return needsLabel
                ? $"The {key} has no label. A token names its key by the label (as 'kid'), so that keys can be rotated: import the key with one, such as label: \"2026-01\"."
                : null;
        }

        return IsKeyId(key.Label)
            ? null
            : $"The label of the {key} can't be a 'kid': it has 1 to {MaxKeyIdLength} characters of printable ASCII.";
    }

    /// <summary>What is wrong with a ring for signing tokens, and how to fix it; null if nothing is.</summary>
    public static string? FindFault(KeyRing keys, bool needsLabels)
    {
        var labels = new HashSet<string>(StringComparer.Ordinal);
        foreach (KeyRingEntry entry in keys.Entries)
        {
            if (FindFault(entry.Key, needsLabels) is { } fault)
            {
                return fault;
            }

            if (entry.Key.Label is { } label && !labels.Add(label))
            {
                return $"Two keys of the ring have the label '{label}', which has to tell them apart: give each its own.";
            }
        }

        return null;
    }

    /// <summary>Refuses a ring that can't be used for tokens as it is.</summary>
    /// <exception cref="ArgumentException">A key has a fault, or two keys have one label.</exception>
    public static void ThrowIfFaulty(KeyRing keys, bool needsLabels)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (FindFault(keys, needsLabels) is { } fault)
        {
            throw new ArgumentException(fault, nameof(keys));
        }
    }
}
