using System.Globalization;
using System.Runtime.CompilerServices;

namespace HmacKit;

/// <summary>Reads and writes the signatures of RFC 9421, one label at a time.</summary>
internal sealed class MessageSignatureCode(MessageSignatureDefinition definition, List<StructuredItem> least) : SchemeCode
{
    private const string InputHeader = "Signature-Input";

    private const string SignatureHeader = "Signature";

    private readonly string _algorithm = definition.AlgorithmName;
    private readonly string? _tag = definition.Tag;
    private readonly bool _namesAlgorithm = definition.NamesAlgorithm;
    private readonly bool _requiresNonce = definition.RequiresNonce;
    private readonly Dictionary<string, StructuredShape> _shapes = new(definition.StructuredFields, StringComparer.Ordinal);
    private readonly List<StructuredItem> _least = [.. least];

    /// <summary>The label of what a signer signs.</summary>
    public string Label { get; } = definition.Label;

    public override SignatureDemand Demand => SignatureDemand.Any;

    internal override bool SaysAllInAnswers => true;

    internal override string? AcceptSignature { get; } = definition.ToAcceptSignature();

    internal override IReadOnlyList<string>? FindAccepted(string acceptSignature) =>
        FindAccepted(acceptSignature, _algorithm, _tag)?.Where(item => CoveredComponents.IndexOf(_least, item) < 0).Select(CoveredComponents.ToText).ToArray();

    /// <summary>The components of the first signature that the header asks for and that has this algorithm and tag.</summary>
    public static List<StructuredItem>? FindAccepted(string acceptSignature, string algorithm, string? tag)
    {
        foreach ((_, StructuredMember member) in StructuredReader.ReadDictionary(acceptSignature) ?? [])
        {
            if (member is StructuredInnerList list && CoveredComponents.AreValid(list.Items)
                && (list.Parameters.Find("alg") is not { } asked || asked.Text == algorithm)
                && (list.Parameters.Find("tag") is not { } purpose || purpose.Text == tag))
            {
                return list.Items;
            }
        }

        return null;
    }

    protected override int CountSignatures(in ClaimInput input)
    {
        return input.IsSigning ? 1
            : input.Request.GetHeader(InputHeader).IsMissing ? 0
            : CombinedField.Of(input.Request, InputHeader) is { } text ? SignatureInputs.Of(text).Count ?? 1
            : 1;
    }

    protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
    {
        if (Find(input.Request, input.SignatureIndex) is not { } signed)
        {
            return ClaimOutcome.Malformed;
        }

        StructuredParameters parameters = signed.List.Parameters;
        if (Signature(input.Request, signed.Label) is not { } signature)
        {
            return input.Request.GetHeader(SignatureHeader).IsMissing ? ClaimOutcome.Missing : ClaimOutcome.Malformed;
        }

        if (Text(parameters, "keyid") is not { } keyId || parameters.Find("created") is not { } created || (_requiresNonce && parameters.Find("nonce") is null))
        {
            return ClaimOutcome.Missing;
        }

        bool isRead = created.TryGetInteger(out long seconds) && seconds >= 0
            && (parameters.Find("alg") is not { } algorithm || (algorithm.Kind == BareKind.Text && algorithm.Text == _algorithm))
            && (_tag is null || Text(parameters, "tag") == _tag)
            && claim.TrySet("keyid", keyId)
            && claim.TrySet("timestamp", created.Text)
            && (parameters.Find("expires") is not { } expires
                || (expires.TryGetInteger(out long end) && end >= 0 && claim.TrySet("expires", expires.Text)))
            && (parameters.Find("nonce") is not { } nonce || (nonce.Kind == BareKind.Text && claim.TrySet("nonce", nonce.Text)))
            && claim.TrySet("signed-headers", CoveredComponents.ToText(signed.List.Items))
            && claim.TrySetSignature(signature, TagEncoding.Base64);
        return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
    }

    protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
    {
        StructuredInnerList? list = input.IsSigning ? ToSign(input) : Find(input.Request, input.SignatureIndex)?.List;
        if (list is null || (!input.IsSigning && !CoversEnough(list, input)))
        {
            return false;
        }

        var text = new DefaultInterpolatedStringHandler(0, 0, null, stackalloc char[512]);
        for (int i = 0; i < list.Items.Count; i++)
        {
            if (ComponentValue.Of(list.Items[i], input.Request, _shapes) is not { } value)
            {
                return false;
            }

            StructuredText.Append(ref text, list.Items[i]);
            bool isWritten = writer.TryWriteAscii(text.Text) && writer.TryWriteAscii(": ") && writer.TryWriteAscii(value) && writer.TryWriteAscii("\n");
            text.Clear();
            if (!isWritten)
            {
                return false;
            }
        }

        StructuredText.Append(ref text, list);
        bool isEnded = writer.TryWriteAscii("\"@signature-params\": ") && writer.TryWriteAscii(text.Text);
        text.Clear();
        return isEnded;
    }

    protected override void Write(in MessageInput input, in ComputedSignatures signatures, RequestDraft draft)
    {
        if (signatures.Count == 0)
        {
            bool isCovered = Listed(input).Any(CoveredComponents.IsDigestHeader);
            if (isCovered && !input.Body.IsEmpty && draft.GetHeader("Content-Digest").IsMissing)
            {
                draft.Set(CarrierKind.Header, "Content-Digest", ContentDigestPart.Of(input.Body));
            }

            return;
        }

        Add(draft, InputHeader, ToSign(input));
        Add(draft, SignatureHeader, new StructuredItem(BareItem.OfBytes(signatures[0]), StructuredParameters.None));
    }

    /// <summary>Puts a member beside those of other labels.</summary>
    private void Add(RequestDraft draft, string header, StructuredMember member)
    {
        IEnumerable<KeyValuePair<string, StructuredMember>> others = !draft.GetHeader(header).IsMissing
            ? StructuredReader.ReadDictionary(CombinedField.Of(draft, header)) ?? throw new ArgumentException($"The request has a {header} that can't be read.")
            : [];
        draft.Set(CarrierKind.Header, header, StructuredText.OfDictionary(others.Where(other => other.Key != Label).Append(new(Label, member))));
    }

    private StructuredInnerList ToSign(in MessageInput input)
    {
        // A request without a body has no digest to cover.
        bool hasDigest = !input.Body.IsEmpty || !input.Request.GetHeader("Content-Digest").IsMissing;
        List<StructuredItem> items = [.. Listed(input).Where(item => hasDigest || !CoveredComponents.IsDigestHeader(item))];
        List<KeyValuePair<string, BareItem>> parameters = [new("created", BareItem.OfInteger(input.UnixMilliseconds / 1000))];
        if (long.TryParse(input.Expires, NumberStyles.None, CultureInfo.InvariantCulture, out long expires))
        {
            parameters.Add(new("expires", BareItem.OfInteger(expires)));
        }

        AddText("keyid", input.KeyId.ToString());
        AddText("nonce", input.Nonce.ToString());
        AddText("alg", _namesAlgorithm ? _algorithm : "");
        AddText("tag", _tag ?? "");
        return new StructuredInnerList(items, new StructuredParameters(parameters));

        void AddText(string name, string text)
        {
            if (text.Length > 0)
            {
                parameters.Add(new(name, BareItem.OfText(text)));
            }
        }
    }

    /// <summary>What a signer is to cover: the least, and what it was asked for; where neither says anything, the default.</summary>
    private static List<StructuredItem> Listed(in MessageInput input)
    {
        string list = input.SignedHeaders.ToString();
        return CoveredComponents.Parse(list.Length == 0 ? string.Join(' ', MessageSignatureDefinition.DefaultComponents) : list)
            ?? throw new ArgumentException($"A component to sign can't be read or is there twice: {list}");
    }

    private bool CoversEnough(StructuredInnerList list, in MessageInput input)
    {
        foreach (StructuredItem needed in _least)
        {
            bool isNeeded = !input.Body.IsEmpty || !(CoveredComponents.IsDigest(needed) && needed.Parameters.Pairs.Count == 0);
            if (isNeeded && CoveredComponents.IndexOf(list.Items, needed) < 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The list of covered components under the label of this number.</summary>
    private static (string Label, StructuredInnerList List)? Find(RequestSource request, int index) =>
        CombinedField.Of(request, InputHeader) is { } text ? SignatureInputs.Of(text).Find(index) : null;

    /// <summary>The signature of a label in base64; null if there is none.</summary>
    private static string? Signature(RequestSource request, string label)
    {
        foreach ((string name, StructuredMember member) in CombinedField.Of(request, SignatureHeader) is { } text ? StructuredReader.ReadDictionary(text) ?? [] : [])
        {
            if (string.Equals(name, label, StringComparison.Ordinal))
            {
                return member is StructuredItem { Value: { Kind: BareKind.Bytes } value } ? value.Text : null;
            }
        }

        return null;
    }

    private static string? Text(StructuredParameters parameters, string name) => parameters.Find(name) is { Kind: BareKind.Text } item ? item.Text : null;
}
