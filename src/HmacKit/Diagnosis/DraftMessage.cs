namespace HmacKit;

/// <summary>
/// Writes the message of a draft piece by piece. A value that contains the text which ends it is written all the same: the
/// verifier refuses it, but a sender may have signed it.
/// </summary>
internal static class DraftMessage
{
    /// <summary>The pieces, or null if the draft can't be written, or one of its changes doesn't apply.</summary>
    public static MessagePiece[]? Write(Draft draft)
    {
        RequestClaim claim = ToClaim(draft);
        var request = new DraftRequest(draft);
        var input = new MessageInput(request, draft.Body.Span, claim, draft.Scheme.Context);
        ReadOnlySpan<MessagePlan.Step> steps = draft.Scheme.Plan.Steps;
        var pieces = new MessagePiece[steps.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            if (Write(draft, steps[i].Part, input) is not { } bytes)
            {
                return null;
            }

            pieces[i] = new MessagePiece(steps[i].Part, bytes);
        }

        foreach (Func<Draft, MessagePiece[], MessagePiece[]?> change in draft.Changes)
        {
            if (change(draft, pieces) is not { } changed)
            {
                return null;
            }

            pieces = changed;
        }

        return pieces;
    }

    private static ReadOnlyMemory<byte>? Write(Draft draft, MessagePart part, in MessageInput input)
    {
        switch (part)
        {
            case LiteralPart literal:
                return literal.Bytes;
            case BodyPart:
                return draft.Body;
            case MethodPart when draft.KeepsMethodCase:
                return System.Text.Encoding.UTF8.GetBytes(draft.Method);
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

    private static RequestClaim ToClaim(Draft draft)
    {
        var claim = default(RequestClaim);
        claim.KeyId = ToValue(draft.KeyId);
        claim.Timestamp = ToValue(draft.Timestamp);
        claim.Id = ToValue(draft.Id);
        claim.Nonce = ToValue(draft.Nonce);
        if (draft.TimestampFormat is { } format && draft.Timestamp is not null && TimestampText.TryParse(format, draft.Timestamp, out long time))
        {
            claim.UnixMilliseconds = time;
        }

        return claim;
    }

    private static ClaimValue ToValue(string? text) => text is null ? default : new ClaimValue(text);

    /// <summary>The head of a draft.</summary>
    private sealed class DraftRequest(Draft draft) : RequestSource
    {
        public override string Method => draft.Method;

        public override string Target => draft.Target;

        public override IEnumerable<string> HeaderNames => draft.Request.HeaderNames;

        public override PublicOrigin? Origin => draft.Request.Origin;

        public override HeaderValue GetHeader(string name) => draft.Request.GetHeader(name);

        public override ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default) =>
            new(draft.Body.Length > limit ? RequestBody.TooLarge : RequestBody.Of(draft.Body));
    }
}
