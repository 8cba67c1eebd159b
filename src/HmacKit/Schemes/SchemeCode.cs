namespace HmacKit;

/// <summary>
/// A scheme in code, for what no template says. The definition still describes it: carriers, message, key, window. Derive from
/// this, override the steps that the description doesn't get right, and name it as <see cref="SchemeDefinition.Code"/>. There are
/// four: reading the claim, writing the message, deriving the key, writing what carries the signature; each does by default what
/// the definition says. Limits, window, comparison, replay and statuses stay with verifier and signer, so the code can't weaken them.
/// </summary>
/// <remarks>
/// An object is shared by all threads. All that it reads comes from a stranger: no exception, no unbounded work. What a request
/// may carry several times, such as signatures with labels or items that are signed one by one, is read signature by
/// signature; each has a claim and a message of its own.
/// </remarks>
public abstract class SchemeCode
{
    /// <summary>The most signatures of one request; a request with more is refused as malformed.</summary>
    public const int MaxSignatures = HeaderGrammar.MaxSignatures;

    /// <summary>Whether <see cref="CountSignatures"/> and <see cref="Read"/> look at the body, so that it is read before anything is known of the sender. False by default.</summary>
    public virtual bool ReadsBody => false;

    /// <summary>How many of several signatures must be valid: all by default.</summary>
    public virtual SignatureDemand Demand => SignatureDemand.All;

    /// <summary>Whether <see cref="TryDeriveKey"/> makes the key. False by default: the key is the secret, or what the definition's <see cref="SchemeDefinition.KeyDerivation"/> says.</summary>
    public virtual bool DerivesKey => false;

    /// <summary>
    /// How many signatures the request has, at most <see cref="MaxSignatures"/>; 1 by default. Without one it is refused as
    /// <c>MissingHeader</c>. A signer computes as many as it says of the request that is about to be signed.
    /// </summary>
    /// <param name="input">The request.</param>
    protected virtual int CountSignatures(in ClaimInput input) => 1;

    /// <summary>Reads one of the signatures and what the request says beside it; by default from the carriers of the definition.</summary>
    /// <param name="input">The request, and which signature.</param>
    /// <param name="claim">Takes what was read: exactly one signature, and what the definition signs.</param>
    protected virtual ClaimOutcome Read(in ClaimInput input, ClaimWriter claim) =>
        CarrierReader.Read(input.Scheme, input.Request, input.Body, ref claim.Claim);

    /// <summary>Writes the message of one signature; by default the definition's.</summary>
    /// <param name="input">The request, what it claims, and for which signature.</param>
    /// <param name="writer">Takes the bytes.</param>
    /// <returns>False if the request can't be expressed, which refuses it.</returns>
    protected virtual bool TryWriteMessage(in MessageInput input, ref MessageWriter writer) =>
        input.Context.Plan.TryWriteSteps(input, ref writer);

    /// <summary>Derives the key of one signature from the secret, if <see cref="DerivesKey"/> is true. What it writes is zeroed after use.</summary>
    /// <param name="input">The request, what it claims, and for which signature.</param>
    /// <param name="secret">The secret's bytes.</param>
    /// <param name="key">Takes the key's bytes, at least one.</param>
    /// <returns>False if there is no key for such a request.</returns>
    protected virtual bool TryDeriveKey(in MessageInput input, ReadOnlySpan<byte> secret, ref MessageWriter key) => false;

    /// <summary>
    /// Writes what carries the signature, for a signer; by default the carriers of the definition. It is called twice: before
    /// the message is written, without signatures, for all that isn't one, and once more with the signatures.
    /// </summary>
    /// <param name="input">What is to be written: key id, time, nonce, values.</param>
    /// <param name="signatures">The signatures; none at first.</param>
    /// <param name="draft">Takes the texts.</param>
    /// <exception cref="ArgumentException">A value is missing, or the request has no place for the signature.</exception>
    protected virtual void Write(in MessageInput input, in ComputedSignatures signatures, RequestDraft draft)
    {
        if (signatures.Count == 0)
        {
            CarrierWriter.WriteUnsigned(signatures.Scheme, input.Claim, draft);
        }
        else
        {
            CarrierWriter.WriteSignature(signatures.Scheme, input.Claim, signatures[0], signatures[0].Length, draft);
        }
    }

    /// <summary>Whether answers have nothing from their request but what the message names of it, so that key id, time and nonce are their own.</summary>
    internal virtual bool SaysAllInAnswers => false;

    /// <summary>What a server sends in <c>Accept-Signature</c> to ask for such a signature; null where messages don't say what they cover.</summary>
    internal virtual string? AcceptSignature => null;

    /// <summary>What such a header asks for beside the least, for <c>SigningValues.HeadersToSign</c>; null if it asks for nothing that this makes.</summary>
    internal virtual IReadOnlyList<string>? FindAccepted(string acceptSignature) => null;

    // For the engine: in the catalogue, an override is written as it is in any other assembly.
    internal int CountIn(in ClaimInput input) => CountSignatures(input);

    internal ClaimOutcome ReadIn(in ClaimInput input, ClaimWriter claim) => Read(input, claim);

    internal bool TryWriteIn(in MessageInput input, ref MessageWriter writer) => TryWriteMessage(input, ref writer);

    internal bool TryDeriveIn(in MessageInput input, ReadOnlySpan<byte> secret, ref MessageWriter key) => TryDeriveKey(input, secret, ref key);

    internal void WriteIn(in MessageInput input, in ComputedSignatures signatures, RequestDraft draft) => Write(input, signatures, draft);
}

/// <summary>The message of a scheme in code.</summary>
internal sealed class CodedMessage(SchemeCode code) : MessagePart
{
    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer) => code.TryWriteIn(input, ref writer);
}
