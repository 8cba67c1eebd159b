namespace HmacKit;

/// <summary>
/// OAuth 1.0 (RFC 5849): the parameters of the header, the query and a form are signed together. They are looked for in the
/// header, then in the query, then in the form; a signer puts them where the first of them is, by default into the header.
/// </summary>
/// <param name="method">The one signature method that is taken.</param>
/// <param name="isByToken">Whether the key belongs to the token, under the id <c>CONSUMER&amp;TOKEN</c>, or <c>CONSUMER</c> without a token.</param>
internal sealed class OAuth1Code(string method, bool isByToken) : SchemeCode
{
    /// <summary>What a request may carry besides what each has.</summary>
    private static readonly string[] Optional = ["oauth_token", "oauth_verifier", "oauth_callback", "oauth_body_hash", "oauth_version"];

    public override bool ReadsBody => true;

    protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
    {
        if (OAuth1Parameters.Of(input.Request, input.Body) is not { } parameters)
        {
            return ClaimOutcome.Malformed;
        }

        if (parameters.Find("oauth_signature") is not { } signature
            || parameters.Find("oauth_signature_method") is not { } named
            || parameters.Find("oauth_consumer_key") is not { } consumer
            || parameters.Find("oauth_timestamp") is not { } timestamp
            || parameters.Find("oauth_nonce") is not { } nonce)
        {
            return ClaimOutcome.Missing;
        }

        string? token = parameters.Find("oauth_token");
        bool isRead = named == method
            && parameters.Find("oauth_version") is null or "1.0"
            && !(isByToken && consumer.Contains('&', StringComparison.Ordinal))
            && claim.TrySet("keyid", isByToken && token is not null ? $"{consumer}&{token}" : consumer)
            && claim.TrySet("timestamp", timestamp)
            && claim.TrySet("nonce", nonce)
            && claim.TrySetSignature(signature, TagEncoding.Base64);
        foreach (string name in Optional)
        {
            isRead = isRead && (parameters.Find(name) is not { } value || claim.TrySet(name, value));
        }

        return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
    }

    protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
    {
        using var all = new CanonicalParameters();
        if (input.Request.Origin is not { } origin || !OAuth1Parameters.TryGather(input.Request, input.Body, all))
        {
            return false;
        }

        foreach ((string name, string value) in input.IsSigning ? Own(input) : [])
        {
            all.Remove(System.Text.Encoding.ASCII.GetBytes(name));
            if (!all.TryAdd(name, value, isDecoded: false))
            {
                return false;
            }
        }

        ReadOnlySpan<char> target = input.Request.Target;
        ReadOnlySpan<char> path = target.IndexOf('?') is >= 0 and var mark ? target[..mark] : target;
        bool isWritten = writer.TryWriteAscii(input.Request.Method.ToUpperInvariant())
            && writer.TryWriteAscii("&")
            && CanonicalText.TryWrite(origin.ToString(), ref writer)
            && CanonicalText.TryWrite(path.IsEmpty ? "/" : path, ref writer);
        all.Sort();
        for (int i = 0; i < all.Count; i++)
        {
            writer.Write(i == 0 ? "&"u8 : "%26"u8);
            WriteAgain(all.Name(i), ref writer);
            writer.Write("%3D"u8);
            WriteAgain(all.Value(i), ref writer);
        }

        return isWritten;
    }

    protected override void Write(in MessageInput input, in ComputedSignatures signatures, RequestDraft draft)
    {
        if (OAuth1Parameters.Of(draft, draft.Body.Span) is not { } parameters)
        {
            throw new ArgumentException("The request has parameters that can't be decoded, or OAuth's own twice.");
        }

        List<(string Name, string Value)> own = Own(input);
        if (signatures.Count > 0)
        {
            own.Add(("oauth_signature", signatures.ToText(0, TagEncoding.Base64)));
        }

        if (parameters.Place == CarrierKind.Header)
        {
            draft.Set(CarrierKind.Header, "Authorization", "OAuth " + string.Join(", ", own.Select(static pair => $"{pair.Name}=\"{Uri.EscapeDataString(pair.Value)}\"")));
            return;
        }

        foreach ((string name, string value) in own)
        {
            draft.Set(parameters.Place, name, value);
        }
    }

    /// <summary>OAuth's own parameters of a request that is about to be signed, without the signature.</summary>
    private List<(string Name, string Value)> Own(in MessageInput input)
    {
        string keyId = input.KeyId.ToString();
        int ampersand = isByToken ? keyId.IndexOf('&', StringComparison.Ordinal) : -1;
        List<(string Name, string Value)> own =
        [
            ("oauth_consumer_key", ampersand < 0 ? keyId : keyId[..ampersand]),
            ("oauth_nonce", input.Nonce.ToString()),
            ("oauth_signature_method", method),
            ("oauth_timestamp", input.Timestamp),
        ];
        foreach (string name in Optional)
        {
            string value = ampersand >= 0 && name == "oauth_token" ? keyId[(ampersand + 1)..] : input.GetValue(name).ToString();
            if (value.Length > 0)
            {
                own.Add((name, value));
            }
        }

        return own;
    }

    /// <summary>Encodes what is encoded: of that only the percent signs change.</summary>
    private static void WriteAgain(ReadOnlySpan<byte> encoded, ref MessageWriter writer)
    {
        while (encoded.IndexOf((byte)'%') is >= 0 and var at)
        {
            writer.Write(encoded[..at]);
            writer.Write("%25"u8);
            encoded = encoded[(at + 1)..];
        }

        writer.Write(encoded);
    }
}
