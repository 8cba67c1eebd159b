namespace HmacKit;

/// <summary>
/// Writes the message of a request piece by piece. A value that contains the text which ends it is written all the same: the
/// verifier refuses it, but a sender may have signed it.
/// </summary>
internal static class SignedMessage
{
    /// <summary>The pieces, or null if it can't be written, or one of its changes doesn't apply.</summary>
    public static MessagePiece[]? Write(SignedRequest signed)
    {
        RequestClaim claim = ToClaim(signed);
        var request = new Head(signed);
        var input = new MessageInput(request, signed.Body.Span, claim, signed.Scheme.Context);
        ReadOnlySpan<MessagePlan.Step> steps = signed.Scheme.Plan.Steps;
        var pieces = new MessagePiece[steps.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            if (Write(signed, steps[i].Part, input) is not { } bytes)
            {
                return null;
            }

            pieces[i] = new MessagePiece(steps[i].Part, bytes);
        }

        if (signed.Scheme.Code is not null && WholeByCode(signed.Scheme, input) is { } whole && !IsJoinOf(pieces, whole))
        {
            // The definition only describes it: there are no pieces to change.
            return signed.Changes.Count == 0 ? [new MessagePiece(new CodedMessage(signed.Scheme.Code), whole)] : null;
        }

        foreach (Func<SignedRequest, MessagePiece[], MessagePiece[]?> change in signed.Changes)
        {
            if (change(signed, pieces) is not { } changed)
            {
                return null;
            }

            pieces = changed;
        }

        return pieces;
    }

    /// <summary>The bytes of the key as the scheme derives it; null if it can't be derived for this request.</summary>
    public static byte[]? DeriveKey(SignedRequest signed, HmacKey root)
    {
        if (signed.Scheme.Derivation is not { } plan)
        {
            return root.Secret.ToArray();
        }

        RequestClaim claim = ToClaim(signed);
        if (!plan.TryDerive(root, new MessageInput(new Head(signed), signed.Body.Span, claim, signed.Scheme.Context), out HmacKey? key, out bool isKept))
        {
            return null;
        }

        byte[] secret = key!.Secret.ToArray();
        if (!isKept)
        {
            key.Dispose();
        }

        return secret;
    }

    /// <summary>Whether the digests that the request carries are those of its body.</summary>
    public static bool HasRightDigests(SignedRequest signed)
    {
        RequestClaim claim = ToClaim(signed);
        var input = new MessageInput(new Head(signed), signed.Body.Span, claim, signed.Scheme.Context);
        return DigestCheck.AreRight(signed.Scheme.Digests, input);
    }

    private static byte[]? WholeByCode(SignatureScheme scheme, in MessageInput input)
    {
        var writer = new MessageWriter(stackalloc byte[256]);
        try
        {
            return scheme.Plan.TryWrite(input, ref writer) ? [.. writer.Head, .. writer.Body, .. writer.Tail] : null;
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static bool IsJoinOf(MessagePiece[] pieces, ReadOnlySpan<byte> whole)
    {
        foreach (MessagePiece piece in pieces)
        {
            if (!whole.StartsWith(piece.Bytes.Span))
            {
                return false;
            }

            whole = whole[piece.Bytes.Length..];
        }

        return whole.IsEmpty;
    }

    private static ReadOnlyMemory<byte>? Write(SignedRequest signed, MessagePart part, in MessageInput input)
    {
        switch (part)
        {
            case LiteralPart literal:
                return literal.Bytes;
            case BodyPart:
                return signed.Body;
            case MethodPart when signed.KeepsMethodCase:
                return System.Text.Encoding.UTF8.GetBytes(signed.Method);
        }

        var writer = new MessageWriter(stackalloc byte[256]);
        try
        {
            return part.TryWrite(input, ref writer) ? (byte[])[.. writer.Head, .. writer.Body, .. writer.Tail] : null;
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static RequestClaim ToClaim(SignedRequest signed)
    {
        RequestClaim claim = signed.Claim;
        claim.KeyId = ToValue(signed.KeyId);
        claim.Timestamp = ToValue(signed.Timestamp);
        claim.Id = ToValue(signed.Id);
        claim.Nonce = ToValue(signed.Nonce);
        if (signed.TimestampFormat is { } format && signed.Timestamp is not null && TimestampText.TryParse(format, signed.Timestamp, out long time))
        {
            claim.UnixMilliseconds = time;
        }

        return claim;
    }

    private static ClaimValue ToValue(string? text) => text is null ? default : new ClaimValue(text);

    /// <summary>Its head.</summary>
    private sealed class Head(SignedRequest signed) : RequestView(signed.Request)
    {
        public override string Method => signed.Method;

        public override string Target => signed.Target;

        public override ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default) =>
            new(signed.Body.Length > limit ? RequestBody.TooLarge : RequestBody.Of(signed.Body));
    }
}
