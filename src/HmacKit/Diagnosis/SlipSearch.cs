using System.Security.Cryptography;

namespace HmacKit;

/// <summary>Tries slips, alone and then in pairs, until one of them reproduces the sender's signature or the budget is spent.</summary>
internal sealed class SlipSearch
{
    /// <summary>Of a longer message the beginning is kept.</summary>
    public const int MaxShownBytes = 1024 * 1024;

    private readonly Draft _received;
    private readonly IReadOnlyList<SignatureCandidate> _candidates;
    private readonly List<byte[]> _keys;
    private readonly Slip[] _slips;
    private readonly HashSet<ulong> _tried = [];
    private readonly HashSet<(int Slip, int Variation)> _effective = [];
    private readonly HashSet<int> _effectiveSlips = [];
    private readonly SipHash24 _hash = SipHash24.WithRandomKey();
    private readonly TimeProvider _time;
    private readonly long _start;
    private byte[] _message = new byte[1024];

    public SlipSearch(Draft received, IReadOnlyList<SignatureCandidate> candidates)
    {
        _received = received;
        _candidates = candidates;
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(received.Now);
        KeyRingEntry[] entries = [.. received.Ring?.Entries ?? []];
        KeyRingEntry[] accepted = [.. entries.Where(entry => entry.IsAccepted(now))];
        _keys = [.. (accepted.Length > 0 ? accepted : entries).Select(static entry => entry.Key.Secret.ToArray())];
        _slips = [.. Slip.All.Where(slip => slip.Concerns(received.Scheme.Covers))];
        _time = received.Options.TimeProvider;
        _start = _time.GetTimestamp();
    }

    /// <summary>False if the budget was spent before all was tried.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>The message as the verifier expects it; null if the request can't be expressed in the scheme.</summary>
    public static byte[]? ExpectedMessage(Draft received) => DraftMessage.Write(received) is { } pieces ? Join(pieces) : null;

    /// <summary>Whether the signature is right as it is, but for how it is written.</summary>
    public Finding? FindWithoutSlips() => Try(_received, [], out _);

    /// <summary>The first slips that prove to be the cause; null if none does.</summary>
    public Finding? FindSlips()
    {
        if (_candidates.Count == 0 || _keys.Count == 0)
        {
            return null;
        }

        bool hasPairs = _received.Options.MaxSlips > 1;
        bool hasWide = !_received.Options.SkipsWideSlips;
        return SearchAlone(isWide: false)
            ?? (hasWide ? SearchAlone(isWide: true) : null)
            ?? (hasPairs ? SearchPairs(isWide: false) : null)
            ?? (hasPairs && hasWide ? SearchPairs(isWide: true) : null);
    }

    /// <summary>Slips alone: those that are likely, or the many that aren't.</summary>
    private Finding? SearchAlone(bool isWide)
    {
        for (int slip = 0; slip < _slips.Length; slip++)
        {
            int index = 0;
            foreach (Variation variation in _slips[slip].Vary(_received))
            {
                (int, int) place = (slip, index++);
                if (variation.IsWide != isWide)
                {
                    continue;
                }

                if (Try(variation.Draft, [(variation.Cause, variation.What)], out bool isNew) is { } finding)
                {
                    return finding;
                }

                if (isNew)
                {
                    _effective.Add(place);
                    _effectiveSlips.Add(slip);
                }

                if (IsSpent())
                {
                    return null;
                }
            }
        }

        return null;
    }

    /// <summary>Slips in pairs of different groups. What changes nothing alone is left out, unless the other slip makes room for it.</summary>
    private Finding? SearchPairs(bool isWide)
    {
        for (int slip = 0; slip < _slips.Length; slip++)
        {
            int index = 0;
            foreach (Variation variation in _slips[slip].Vary(_received))
            {
                if (!_effective.Contains((slip, index++)))
                {
                    continue;
                }

                if (SearchBeside(slip, variation, isWide) is { } finding)
                {
                    return finding;
                }

                if (!IsComplete)
                {
                    return null;
                }
            }
        }

        return null;
    }

    private Finding? SearchBeside(int first, Variation variation, bool isWide)
    {
        for (int slip = first + 1; slip < _slips.Length; slip++)
        {
            if (_slips[slip].Group <= _slips[first].Group || !(_effectiveSlips.Contains(slip) || MakesRoom(_slips[first].Group, _slips[slip].Group)))
            {
                continue;
            }

            foreach (Variation other in _slips[slip].Vary(variation.Draft))
            {
                if ((variation.IsWide || other.IsWide) == isWide
                    && Try(other.Draft, [(variation.Cause, variation.What), (other.Cause, other.What)], out _) is { } finding)
                {
                    return finding;
                }

                if (IsSpent())
                {
                    return null;
                }
            }
        }

        return null;
    }

    /// <summary>A URL can have another scheme only once it is one, and a body can be JSON only once it is unpacked.</summary>
    private static bool MakesRoom(SlipGroup first, SlipGroup second) =>
        (first == SlipGroup.Target && second == SlipGroup.Address)
        || (first == SlipGroup.Body && second is SlipGroup.JsonOrder or SlipGroup.JsonEscapes or SlipGroup.JsonLayout);

    private bool IsSpent()
    {
        IsComplete = IsComplete && _time.GetElapsedTime(_start) < _received.Options.Budget;
        return !IsComplete;
    }

    private Finding? Try(Draft draft, (DiagnosisCause Cause, string What)[] slips, out bool isNew)
    {
        isNew = false;
        if (DraftMessage.Write(draft) is not { } pieces)
        {
            return null;
        }

        long length = pieces.Sum(static piece => (long)piece.Bytes.Length);
        bool isLarge = length > MaxShownBytes;
        ReadOnlySpan<byte> message = isLarge ? default : Copy(pieces, (int)length);
        foreach (byte[] key in draft.Secret is { } secret ? [secret] : _keys)
        {
            // A large message is hashed where it is; that it is tried twice now and then costs time only.
            bool isUntried = isLarge || IsNew(message, key, draft);
            isNew |= isUntried;
            if (isUntried && Match(pieces, message, key, draft, slips.Length) is { } candidate)
            {
                return new Finding([.. slips, .. candidate.Slips], Join(pieces));
            }
        }

        return null;
    }

    private SignatureCandidate? Match(MessagePiece[] pieces, ReadOnlySpan<byte> message, byte[] key, Draft draft, int slips)
    {
        int size = draft.Algorithm.TagSize;
        Span<byte> tag = stackalloc byte[TagText.MaxTagSize];
        tag = tag[..size];
        bool isComputed = false;
        foreach (SignatureCandidate candidate in _candidates)
        {
            // Three slips at once would be guessing: there are too many of them.
            if (candidate.Tag.Length != size || slips + candidate.Slips.Count > 2)
            {
                continue;
            }

            if (!isComputed)
            {
                Compute(pieces, message, key, draft, tag);
                isComputed = true;
            }

            if (ConstantTime.AreEqual(tag, candidate.Tag))
            {
                return candidate;
            }
        }

        return null;
    }

    private static void Compute(MessagePiece[] pieces, ReadOnlySpan<byte> message, byte[] key, Draft draft, Span<byte> tag)
    {
        HashAlgorithmName hash = draft.Algorithm.Hash;
        if (draft.Mac == MacKind.Hmac && !message.IsEmpty)
        {
            CryptographicOperations.HmacData(hash, key, message, tag);
            return;
        }

        using IncrementalHash state = draft.Mac == MacKind.Hmac ? IncrementalHash.CreateHMAC(hash, key) : IncrementalHash.CreateHash(hash);
        state.AppendData(draft.Mac == MacKind.SecretThenMessage ? key : []);
        foreach (MessagePiece piece in pieces)
        {
            state.AppendData(piece.Bytes.Span);
        }

        state.AppendData(draft.Mac == MacKind.MessageThenSecret ? key : []);
        state.GetHashAndReset(tag);
    }

    /// <summary>Whether this hasn't been tried: many slips change nothing in a given request, and proving them would prove nothing.</summary>
    private bool IsNew(ReadOnlySpan<byte> message, byte[] key, Draft draft)
    {
        Span<byte> state = stackalloc byte[24];
        BitConverter.TryWriteBytes(state, _hash.Hash(message));
        BitConverter.TryWriteBytes(state[8..], _hash.Hash(key));
        BitConverter.TryWriteBytes(state[16..], ((int)draft.Mac * 1000) + draft.Algorithm.TagSize);
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
