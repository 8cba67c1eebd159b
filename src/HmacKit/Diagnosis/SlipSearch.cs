using System.Security.Cryptography;

namespace HmacKit;

/// <summary>Tries slips, alone and then in pairs, until one of them reproduces the sender's signature or the budget is spent.</summary>
internal sealed class SlipSearch
{
    /// <summary>Of a longer message the beginning is kept.</summary>
    public const int MaxShownBytes = 1024 * 1024;

    /// <summary>How many slips may write JSON anew together.</summary>
    public const int MaxJsonSlips = 3;

    private readonly SignedRequest _received;
    private readonly IReadOnlyList<SignatureCandidate> _candidates;
    private readonly KeyRingEntry[] _entries;
    private readonly List<byte[]> _keys;
    private readonly SlipRule[] _rules;
    private readonly HashSet<ulong> _tried = [];
    private readonly HashSet<(int Rule, int Slip)> _effective = [];
    private readonly HashSet<int> _effectiveRules = [];
    private readonly SipHash24 _hash = SipHash24.WithRandomKey();
    private readonly TimeProvider _time;
    private readonly long _start;
    private byte[] _message = new byte[1024];

    public SlipSearch(SignedRequest received, IReadOnlyList<SignatureCandidate> candidates)
    {
        _received = received;
        _candidates = candidates;
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(received.Now);
        KeyRingEntry[] entries = [.. received.Ring?.Entries ?? []];
        KeyRingEntry[] accepted = [.. entries.Where(entry => entry.IsAccepted(now))];
        _entries = accepted.Length > 0 ? accepted : entries;
        _keys = KeysOf(received);
        _rules = [.. SlipRule.All.Where(rule => rule.Concerns(received.Scheme))];
        _time = received.Options.TimeProvider;
        _start = _time.GetTimestamp();
    }

    /// <summary>False if the budget was spent before all was tried.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>The message as the verifier expects it; null if the request can't be expressed in the scheme.</summary>
    public static byte[]? ExpectedMessage(SignedRequest received) => SignedMessage.Write(received) is { } pieces ? Join(pieces) : null;

    /// <summary>Whether the signature is right as it is, but for how it is written.</summary>
    public Proof? FindWithoutSlips() => Try(_received, [], out _);

    /// <summary>The first slips that prove to be the cause; null if none does.</summary>
    public Proof? FindSlips()
    {
        if (_candidates.Count == 0 || _keys.Count == 0)
        {
            return null;
        }

        bool hasPairs = _received.Options.MaxSlips > 1;
        bool hasWide = !_received.Options.SkipsWideSlips;
        return SearchAlone(isWide: false)
            ?? (hasWide ? SearchAlone(isWide: true) : null)
            ?? (hasPairs ? SearchJson(_received, 0, []) : null)
            ?? (hasPairs ? SearchPairs(isWide: false) : null)
            ?? (hasPairs && hasWide ? SearchPairs(isWide: true) : null);
    }

    /// <summary>Slips alone: those that are likely, or the many that aren't.</summary>
    private Proof? SearchAlone(bool isWide)
    {
        for (int rule = 0; rule < _rules.Length; rule++)
        {
            if (_rules[rule].IsWide && !isWide)
            {
                continue;
            }

            int index = 0;
            foreach (Slip slip in _rules[rule].Vary(_received))
            {
                (int, int) place = (rule, index++);
                if (IsWide(rule, slip) != isWide)
                {
                    continue;
                }

                if (Try(slip.Signed, [(slip.Cause, slip.What)], out bool isNew) is { } proof)
                {
                    return proof;
                }

                if (isNew)
                {
                    _effective.Add(place);
                    _effectiveRules.Add(rule);
                }

                if (IsSpent())
                {
                    return null;
                }
            }
        }

        return null;
    }

    /// <summary>
    /// JSON that was parsed and written again: members, order, escapes and layout may all have changed, in the one way that
    /// the other library has for each. Up to three of them are no guess: the writers of JSON are few.
    /// </summary>
    private Proof? SearchJson(SignedRequest signed, int first, (DiagnosisCause Cause, string What)[] slips)
    {
        for (int rule = first; rule < _rules.Length; rule++)
        {
            if (!_rules[rule].IsJson || _rules[rule].IsWide)
            {
                continue;
            }

            int next = Array.FindIndex(_rules, rule, other => other.Group != _rules[rule].Group);
            foreach (Slip slip in _rules[rule].Vary(signed))
            {
                (DiagnosisCause, string)[] together = [.. slips, (slip.Cause, slip.What)];
                Proof? proof = slips.Length > 0 ? Try(slip.Signed, together, out _) : null;
                proof ??= together.Length < MaxJsonSlips && next > 0 && slip.Signed.Body.Span.CommonPrefixLength(signed.Body.Span) < Math.Max(slip.Signed.Body.Length, signed.Body.Length) ? SearchJson(slip.Signed, next, together) : null;
                if (proof is not null || IsSpent())
                {
                    return proof;
                }
            }
        }

        return null;
    }

    /// <summary>Slips in pairs of different groups. What changes nothing alone is left out, unless the other slip makes room for it.</summary>
    private Proof? SearchPairs(bool isWide)
    {
        for (int rule = 0; rule < _rules.Length; rule++)
        {
            if (_rules[rule].IsWide && !isWide)
            {
                continue;
            }

            int index = 0;
            foreach (Slip slip in _rules[rule].Vary(_received))
            {
                if (!_effective.Contains((rule, index++)))
                {
                    continue;
                }

                if (SearchBeside(rule, slip, isWide) is { } proof)
                {
                    return proof;
                }

                if (!IsComplete)
                {
                    return null;
                }
            }
        }

        return null;
    }

    private Proof? SearchBeside(int first, Slip slip, bool isWide)
    {
        bool isFirstWide = IsWide(first, slip);
        for (int rule = first + 1; rule < _rules.Length; rule++)
        {
            if (_rules[rule].Group <= _rules[first].Group || (_rules[rule].IsWide && !isWide)
                || !(_effectiveRules.Contains(rule) || MakesRoom(_rules[first], _rules[rule])))
            {
                continue;
            }

            foreach (Slip other in _rules[rule].Vary(slip.Signed))
            {
                if ((isFirstWide || IsWide(rule, other)) == isWide
                    && Try(other.Signed, [(slip.Cause, slip.What), (other.Cause, other.What)], out _) is { } proof)
                {
                    return proof;
                }

                if (IsSpent())
                {
                    return null;
                }
            }
        }

        return null;
    }

    private bool IsWide(int rule, Slip slip) => _rules[rule].IsWide || slip.IsWide;

    /// <summary>A URL can have another scheme only once it is one, and a body can be JSON only once it is unpacked.</summary>
    private static bool MakesRoom(SlipRule first, SlipRule second) =>
        (first.Group == SlipGroup.Target && second.Group == SlipGroup.Address) || (first.Group == SlipGroup.Body && second.IsJson);

    private bool IsSpent()
    {
        IsComplete = IsComplete && _time.GetElapsedTime(_start) < _received.Options.Budget;
        return !IsComplete;
    }

    private Proof? Try(SignedRequest signed, (DiagnosisCause Cause, string What)[] slips, out bool isNew)
    {
        isNew = false;
        if (SignedMessage.Write(signed) is not { } pieces)
        {
            return null;
        }

        long length = pieces.Sum(static piece => (long)piece.Bytes.Length);
        bool isLarge = length > MaxShownBytes;
        ReadOnlySpan<byte> message = isLarge ? default : Copy(pieces, (int)length);
        foreach (byte[] key in signed.Secret is null && signed.Scheme.KeySteps == _received.Scheme.KeySteps ? _keys : KeysOf(signed))
        {
            // A large message is hashed where it is; that it is tried twice now and then costs time only.
            bool isUntried = isLarge || IsNew(message, key, signed);
            isNew |= isUntried;
            if (isUntried && Match(pieces, message, key, signed, slips.Length) is { } candidate)
            {
                return new Proof([.. slips, .. candidate.Slips], Join(pieces));
            }
        }

        return null;
    }

    /// <summary>The keys of the ring, or of another secret, as the scheme derives them: a secret with a line break at its end is derived from too.</summary>
    private List<byte[]> KeysOf(SignedRequest signed)
    {
        if (signed.Secret is not { } secret)
        {
            return [.. _entries.Select(entry => SignedMessage.DeriveKey(signed, entry.Key)).OfType<byte[]>()];
        }

        if (signed.Scheme.Derivation is null || _entries.Length == 0)
        {
            return [secret];
        }

        using HmacKey root = HmacKey.FromDerived(secret, _entries[0].Key);
        return SignedMessage.DeriveKey(signed, root) is { } derived ? [derived] : [];
    }

    private SignatureCandidate? Match(MessagePiece[] pieces, ReadOnlySpan<byte> message, byte[] key, SignedRequest signed, int slips)
    {
        // What a vendor cuts off isn't there to be compared.
        int size = signed.Algorithm == signed.Scheme.Algorithm ? signed.Scheme.TagSize : signed.Algorithm.TagSize;
        Span<byte> tag = stackalloc byte[TagText.MaxTagSize];
        tag = tag[..(signed.Scheme.IsToken ? TokenDigest.Size : signed.Algorithm.TagSize)];
        bool isComputed = false;
        foreach (SignatureCandidate candidate in _candidates)
        {
            // Three slips at once would be guessing: there are too many of them.
            if (candidate.Tag.Length != size || candidate.Slips.Count > 0 && slips + candidate.Slips.Count > 2)
            {
                continue;
            }

            if (!isComputed)
            {
                Compute(pieces, message, key, signed, tag);
                isComputed = true;
            }

            if (ConstantTime.AreEqual(tag[..size], candidate.Tag))
            {
                return candidate;
            }
        }

        return null;
    }

    private static void Compute(MessagePiece[] pieces, ReadOnlySpan<byte> message, byte[] key, SignedRequest signed, Span<byte> tag)
    {
        if (signed.Scheme.IsToken)
        {
            TokenDigest.Compute(key, tag);
            return;
        }

        HashAlgorithmName hash = signed.Algorithm.Hash;
        if (signed.Mac == MacKind.Hmac && !message.IsEmpty)
        {
            CryptographicOperations.HmacData(hash, key, message, tag);
            return;
        }

        if (signed.Mac == MacKind.Swapped)
        {
            CryptographicOperations.HmacData(hash, message.IsEmpty ? Join(pieces) : message, key, tag);
            return;
        }

        using IncrementalHash state = signed.Mac == MacKind.Hmac ? IncrementalHash.CreateHMAC(hash, key) : IncrementalHash.CreateHash(hash);
        state.AppendData(signed.Mac == MacKind.SecretThenMessage ? key : []);
        foreach (MessagePiece piece in pieces)
        {
            state.AppendData(piece.Bytes.Span);
        }

        state.AppendData(signed.Mac == MacKind.MessageThenSecret ? key : []);
        state.GetHashAndReset(tag);
    }

    /// <summary>Whether this hasn't been tried: many slips change nothing in a given request, and proving them would prove nothing.</summary>
    private bool IsNew(ReadOnlySpan<byte> message, byte[] key, SignedRequest signed)
    {
        Span<byte> state = stackalloc byte[24];
        BitConverter.TryWriteBytes(state, _hash.Hash(message));
        BitConverter.TryWriteBytes(state[8..], _hash.Hash(key));
        BitConverter.TryWriteBytes(state[16..], ((int)signed.Mac * 1000) + signed.Algorithm.TagSize);
        return _tried.Add(_hash.Hash(state));
    }

    private ReadOnlySpan<byte> Copy(MessagePiece[] pieces, int length)
    {
        if (_message.Length < length)
        {
            _message = new byte[Math.Max(length, 2 * _message.Length)];
        }

        int at = 0;
        foreach (MessagePiece piece in pieces)
        {
            piece.Bytes.Span.CopyTo(_message.AsSpan(at));
            at += piece.Bytes.Length;
        }

        return _message.AsSpan(0, length);
    }

    /// <summary>The message, or its beginning.</summary>
    private static byte[] Join(MessagePiece[] pieces)
    {
        using var joined = new MemoryStream();
        foreach (MessagePiece piece in pieces)
        {
            joined.Write(piece.Bytes.Span[..Math.Min(piece.Bytes.Length, MaxShownBytes - (int)joined.Length)]);
        }

        return joined.ToArray();
    }
}
