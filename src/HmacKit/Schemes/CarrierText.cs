using System.Buffers;
using System.Globalization;
using System.Text;

namespace HmacKit;

/// <summary>Finds the text that a carrier holds: in the target without a copy, in a body decoded into a small string.</summary>
internal static class CarrierText
{
    /// <summary>The longest text of a carrier that is looked at.</summary>
    public const int MaxLength = HeaderGrammar.MaxHeaderLength;

    private const int StackBytes = 512;

    /// <summary>The text of a carrier.</summary>
    public static ClaimOutcome Find(SchemeCarrier carrier, RequestSource request, ReadOnlySpan<byte> body, out ClaimValue text)
    {
        text = default;
        return carrier.Kind switch
        {
            CarrierKind.Header => FindHeader(carrier.Name, request, out text),
            CarrierKind.Query => FindInQuery(carrier.Name, request.Target, out text),
            CarrierKind.Form => FindInForm(carrier.Name, body, out text),
            CarrierKind.Json => FindInJson(carrier.Pointer!, body, out text),
            CarrierKind.Xml => FindInXml(carrier.Name, body, out text),
            CarrierKind.PathSegment => FindInPath(carrier.Segment, request.Target, out text),
            _ => FindCookie(carrier.Name, request, out text),
        };
    }

    /// <summary>The text of a place that no carrier stands for.</summary>
    public static ClaimOutcome Find(CarrierKind kind, string name, RequestSource request, ReadOnlySpan<byte> body, out ClaimValue text)
    {
        text = default;
        switch (kind)
        {
            case CarrierKind.Header:
                return FindHeader(name, request, out text);
            case CarrierKind.Query:
                return FindInQuery(name, request.Target, out text);
            case CarrierKind.Form:
                return FindInForm(name, body, out text);
            case CarrierKind.Json:
                return JsonPointer.Of(name) is { } pointer ? FindInJson(pointer, body, out text) : ClaimOutcome.Malformed;
            case CarrierKind.Xml:
                return FindInXml(name, body, out text);
            case CarrierKind.PathSegment:
                return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int segment) ? FindInPath(segment, request.Target, out text) : ClaimOutcome.Malformed;
            default:
                return FindCookie(name, request, out text);
        }
    }

    private static ClaimOutcome FindHeader(string name, RequestSource request, out ClaimValue text)
    {
        HeaderValue value = request.GetHeader(name);
        text = value.Value is { Length: <= MaxLength } found ? new ClaimValue(found) : default;
        return value.IsMissing ? ClaimOutcome.Missing
            : text.IsPresent ? ClaimOutcome.Found
            : ClaimOutcome.Malformed;
    }

    private static ClaimOutcome FindInQuery(string name, string target, out ClaimValue text)
    {
        text = default;
        int mark = target.IndexOf('?', StringComparison.Ordinal) + 1;
        ReadOnlySpan<char> query = mark == 0 ? default : target.AsSpan(mark);
        int count = ParameterText.Find(query, name, out int start, out int length);
        if (count != 1)
        {
            return count == 0 ? ClaimOutcome.Missing : ClaimOutcome.Malformed;
        }

        ReadOnlySpan<char> value = target.AsSpan(mark + start, length);
        if (!value.ContainsAny('%', '+'))
        {
            text = new ClaimValue(target, mark + start, length);
            return length <= MaxLength ? ClaimOutcome.Found : ClaimOutcome.Malformed;
        }

        if (length > 3 * MaxLength)
        {
            return ClaimOutcome.Malformed;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            return Ascii.FromUtf16(value, rented, out int written) == OperationStatus.Done
                ? Decode(rented.AsSpan(0, written), out text)
                : ClaimOutcome.Malformed;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static ClaimOutcome FindInForm(string name, ReadOnlySpan<byte> body, out ClaimValue text)
    {
        text = default;
        int count = ParameterText.Find(body, name, out int start, out int length);
        return count == 1 ? Decode(body.Slice(start, length), out text)
            : count == 0 ? ClaimOutcome.Missing
            : ClaimOutcome.Malformed;
    }

    private static ClaimOutcome FindInJson(JsonPointer pointer, ReadOnlySpan<byte> body, out ClaimValue text)
    {
        JsonPointer.Outcome outcome = pointer.Find(body, out JsonSlice slice);
        return OfMember(outcome != JsonPointer.Outcome.Malformed, slice, body, out text);
    }

    /// <summary>The text of a JSON member that was found, or looked for: without a length it isn't there.</summary>
    public static ClaimOutcome OfMember(bool isJson, JsonSlice slice, ReadOnlySpan<byte> body, out ClaimValue text)
    {
        text = default;
        if (!isJson || slice.Length == 0)
        {
            return isJson || body.IsEmpty ? ClaimOutcome.Missing : ClaimOutcome.Malformed;
        }

        if (!slice.IsScalar || slice.Length > 6 * MaxLength)
        {
            return ClaimOutcome.Malformed;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(slice.Length);
        try
        {
            return JsonShape.TryCopyText(body.Slice(slice.Start, slice.Length), rented, out int written)
                ? ToText(rented.AsSpan(0, written), out text)
                : ClaimOutcome.Malformed;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static ClaimOutcome FindInXml(string name, ReadOnlySpan<byte> body, out ClaimValue text)
    {
        text = default;
        ClaimOutcome outcome = FlatXml.Find(body, name, out ReadOnlySpan<byte> value);
        if (outcome != ClaimOutcome.Found || value.Length > 6 * MaxLength)
        {
            return outcome == ClaimOutcome.Found ? ClaimOutcome.Malformed : outcome;
        }

        byte[]? rented = value.Length > StackBytes ? ArrayPool<byte>.Shared.Rent(value.Length) : null;
        Span<byte> decoded = rented ?? stackalloc byte[StackBytes];
        try
        {
            return FlatXml.TryDecode(value, decoded, out int written) ? ToText(decoded[..written], out text) : ClaimOutcome.Malformed;
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    private static ClaimOutcome FindInPath(int segment, string target, out ClaimValue text)
    {
        bool isFound = TargetText.TryFindSegment(target, segment, out int start, out int length) && length is > 0 and <= MaxLength;
        text = isFound ? new ClaimValue(target, start, length) : default;
        return isFound ? ClaimOutcome.Found : ClaimOutcome.Missing;
    }

    private static ClaimOutcome FindCookie(string name, RequestSource request, out ClaimValue text)
    {
        text = default;
        HeaderValue header = request.GetHeader("Cookie");
        if (header.Value is not { } cookies)
        {
            return header.IsMissing ? ClaimOutcome.Missing : ClaimOutcome.Malformed;
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
                    return ClaimOutcome.Malformed;
                }

                text = new ClaimValue(cookies, equals + 1, end - equals - 1);
            }

            at = end + 1;
        }

        return text.IsPresent ? ClaimOutcome.Found : ClaimOutcome.Missing;
    }

    private static ClaimOutcome Decode(ReadOnlySpan<byte> encoded, out ClaimValue text)
    {
        text = default;
        if (encoded.Length > 3 * MaxLength)
        {
            return ClaimOutcome.Malformed;
        }

        byte[]? rented = encoded.Length > StackBytes ? ArrayPool<byte>.Shared.Rent(encoded.Length) : null;
        Span<byte> decoded = rented ?? stackalloc byte[StackBytes];
        try
        {
            return PercentCode.TryDecode(encoded, plusIsBlank: true, decoded, out int written)
                ? ToText(decoded[..written], out text)
                : ClaimOutcome.Malformed;
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    private static ClaimOutcome ToText(ReadOnlySpan<byte> bytes, out ClaimValue text)
    {
        bool isText = bytes.Length <= MaxLength && !bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~');
        text = isText ? new ClaimValue(Encoding.ASCII.GetString(bytes)) : default;
        return isText ? ClaimOutcome.Found : ClaimOutcome.Malformed;
    }
}
