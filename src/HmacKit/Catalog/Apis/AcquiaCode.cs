namespace HmacKit;

/// <summary>Acquia's list of headers is percent-encoded in the header, and a line for each of them in the message.</summary>
internal sealed class AcquiaCode : SchemeCode
{
    private const int MaxNames = 64;

    protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
    {
        if (input.GetValue("headers").IsEmpty)
        {
            return base.TryWriteMessage(input, ref writer);
        }

        RequestSource request = input.Request;
        int mark = request.Target.IndexOf('?', StringComparison.Ordinal);
        string path = mark < 0 ? request.Target : request.Target[..mark];
        string query = mark < 0 ? "" : request.Target[(mark + 1)..];
        string[] names = Uri.UnescapeDataString(input.GetValue("headers").ToString()).Split(';');
        if (request.Origin is not { } origin || names.Length > MaxNames
            || !writer.TryWriteAscii($"{request.Method}\n{origin.Authority}\n{path}\n{query}\nid={input.KeyId}&nonce={input.Nonce}&realm={input.GetValue("realm")}&version=2.0\n"))
        {
            return false;
        }

        foreach (string name in names)
        {
            if (request.GetHeader(name).Value is not { } value || !writer.TryWriteAscii($"{name.ToLowerInvariant()}:{value.Trim()}\n"))
            {
                return false;
            }
        }

        return writer.TryWriteAscii(input.Timestamp)
            && (request.GetHeader("X-Authorization-Content-SHA256").Value is not { Length: > 0 } digest
                || request.GetHeader("Content-Type").Value is not { Length: > 0 } type
                || writer.TryWriteAscii($"\n{type.ToLowerInvariant()}\n{digest}"));
    }

    protected override void Write(in MessageInput input, in ComputedSignatures signatures, RequestDraft draft)
    {
        base.Write(input, signatures, draft);
        if (signatures.Count > 0 && input.GetValue("headers").IsEmpty)
        {
            // A list of nothing is no list.
            draft.Set(CarrierKind.Header, "Authorization", draft.GetHeader("Authorization").Value!.Replace(",headers=\"\"", "", StringComparison.Ordinal));
        }

        if (signatures.Count > 0 && !input.GetValue("headers").IsEmpty)
        {
            // In the order of the vendor's own clients, which sort the parameters.
            draft.Set(
                CarrierKind.Header,
                "Authorization",
                $"acquia-http-hmac headers=\"{input.GetValue("headers")}\",id=\"{input.KeyId}\",nonce=\"{input.Nonce}\",realm=\"{input.GetValue("realm")}\",signature=\"{signatures.ToText(0, TagEncoding.Base64)}\",version=\"2.0\"");
        }
    }
}
