using System.Buffers;
using System.Text;

namespace HmacKit;

/// <summary>Finds the text that a carrier holds: in the target without a copy, in a body decoded into a small string.</summary>
internal static class CarrierText
{
    /// <summary>The longest text of a carrier that is looked at.</summary>
    public const int MaxLength = HeaderGrammar.MaxHeaderLength;

    private const int StackBytes = 512;

    /// <summary>The text; <see cref="VerificationStatus.NotVerified"/> means that it was found.</summary>
    public static VerificationStatus Find(SchemeCarrier carrier, RequestSource request, ReadOnlySpan<byte> body, out ClaimValue text)
    {
        text = default;
        return carrier.Kind switch
        {
            CarrierKind.Header => FindHeader(carrier, request, out text),
            CarrierKind.Query => FindInQuery(carrier.Name, request.Target, out text),
            CarrierKind.Form => FindInForm(carrier.Name, body, out text),
            CarrierKind.Json => FindInJson(carrier.Pointer!, body, out text),
            CarrierKind.PathSegment => FindInPath(carrier.Segment, request.Target, out text),
            _ => FindCookie(carrier.Name, request, out text),
        };
    }

    private static VerificationStatus FindHeader(SchemeCarrier carrier, RequestSource request, out ClaimValue text)
    {
        HeaderValue value = request.GetHeader(carrier.Name);
        text = value.Value is { Length: <= MaxLength } found ? new ClaimValue(found) : default;
        return value.IsMissing ? VerificationStatus.MissingHeader
            : text.IsPresent ? VerificationStatus.NotVerified
            : VerificationStatus.MalformedHeader;
    }

    private static VerificationStatus FindInQuery(string name, string target, out ClaimValue text)
    {
        text = default;
        int mark = target.IndexOf('?', StringComparison.Ordinal) + 1;
        ReadOnlySpan<char> query = mark == 0 ? default : target.AsSpan(mark);
        int count = ParameterText.Find(query, name, out int start, out int length);
        if (count != 1)
        {
            return count == 0 ? VerificationStatus.MissingHeader : VerificationStatus.MalformedHeader;
        }

        ReadOnlySpan<char> value = target.AsSpan(mark + start, length);
        if (!value.ContainsAny('%', '+'))
        {
            text = new ClaimValue(target, mark + start, length);
            return length <= MaxLength ? VerificationStatus.NotVerified : VerificationStatus.MalformedHeader;
        }

        if (length > 3 * MaxLength)
        {
            return VerificationStatus.MalformedHeader;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            return Ascii.FromUtf16(value, rented, out int written) == OperationStatus.Done
                ? Decode(rented.AsSpan(0, written), out text)
                : VerificationStatus.MalformedHeader;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static VerificationStatus FindInForm(string name, ReadOnlySpan<byte> body, out ClaimValue text)
    {
        text = default;
        int count = ParameterText.Find(body, name, out int start, out int length);
        return count == 1 ? Decode(body.Slice(start, length), out text)
            : count == 0 ? VerificationStatus.MissingHeader
            : VerificationStatus.MalformedHeader;
    }

    private static VerificationStatus FindInJson(JsonPointer pointer, ReadOnlySpan<byte> body, out ClaimValue text)
    {
        text = default;
        JsonPointer.Outcome outcome = pointer.Find(body, out JsonSlice slice);
        if (outcome != JsonPointer.Outcome.Found)
        {
            bool isMissing = outcome == JsonPointer.Outcome.Missing || body.IsEmpty;
            return isMissing ? VerificationStatus.MissingHeader : VerificationStatus.MalformedHeader;
        }

        if (!slice.IsScalar || slice.Length > 6 * MaxLength)
        {
            return VerificationStatus.MalformedHeader;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(slice.Length);
        try
        {
            return JsonShape.TryCopyText(body.Slice(slice.Start, slice.Length), rented, out int written)
                ? ToText(rented.AsSpan(0, written), out text)
                : VerificationStatus.MalformedHeader;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static VerificationStatus FindInPath(int segment, string target, out ClaimValue text)
    {
        bool isFound = TargetText.TryFindSegment(target, segment, out int start, out int length) && length is > 0 and <= MaxLength;
        text = isFound ? new ClaimValue(target, start, length) : default;
        return isFound ? VerificationStatus.NotVerified : VerificationStatus.MissingHeader;
    }

    private static VerificationStatus FindCookie(string name, RequestSource request, out ClaimValue text)
    {
        text = default;
        HeaderValue header = request.GetHeader("Cookie");
        if (header.Value is not { } cookies)
        {
            return header.IsMissing ? VerificationStatus.MissingHeader : VerificationStatus.MalformedHeader;
        }

        for (int at = 0; at < cookies.Length;)
        {
            int end = cookies.IndexOf(';', at);
            end = end < 0 ? cookies.Length : end;
            int start = at;
            while (start < end && cookies[start] == ' ')
            {
                start++;
            }

            int equals = cookies.IndexOf('=', start, end - start);
            if (equals >= 0 && cookies.AsSpan(start, equals - start).Equals(name, StringComparison.Ordinal))
            {
                if (text.IsPresent || end - equals - 1 > MaxLength)
                {
                    return VerificationStatus.MalformedHeader;
                }

                text = new ClaimValue(cookies, equals + 1, end - equals - 1);
            }

            at = end + 1;
        }

        return text.IsPresent ? VerificationStatus.NotVerified : VerificationStatus.MissingHeader;
    }

    private static VerificationStatus Decode(ReadOnlySpan<byte> encoded, out ClaimValue text)
    {
        text = default;
        if (encoded.Length > 3 * MaxLength)
        {
            return VerificationStatus.MalformedHeader;
        }

        byte[]? rented = encoded.Length > StackBytes ? ArrayPool<byte>.Shared.Rent(encoded.Length) : null;
        Span<byte> decoded = rented ?? stackalloc byte[StackBytes];
        try
        {
            return PercentCode.TryDecode(encoded, plusIsBlank: true, decoded, out int written)
                ? ToText(decoded[..written], out text)
                : VerificationStatus.MalformedHeader;
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    private static VerificationStatus ToText(ReadOnlySpan<byte> bytes, out ClaimValue text)
    {
        bool isText = bytes.Length <= MaxLength && !bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~');
        text = isText ? new ClaimValue(Encoding.ASCII.GetString(bytes)) : default;
        return isText ? VerificationStatus.NotVerified : VerificationStatus.MalformedHeader;
    }
}
