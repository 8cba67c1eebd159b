using System.Globalization;

namespace HmacKit;

/// <summary>Reads and writes the signatures of RFC 9421, one label at a time.</summary>
internal sealed class MessageSignatureCode(MessageSignatureDefinition definition, IReadOnlyList<StructuredItem> least) : SchemeCode
{
    private const string InputHeader = "Signature-Input";

    private const string SignatureHeader = "Signature";

    private readonly string _algorithm = definition.AlgorithmName;
    private readonly string? _tag = definition.Tag;
    private readonly bool _namesAlgorithm = definition.NamesAlgorithm;
    private readonly bool _requiresNonce = definition.RequiresNonce;
    private readonly Dictionary<string, StructuredShape> _shapes = new(definition.StructuredFields, StringComparer.Ordinal);
    private readonly string[] _least = [.. least.Select(StructuredText.Of)];

    /// <summary>The label of what a signer signs.</summary>
    public string Label { get; } = definition.Label;

    public override SignatureDemand Demand => SignatureDemand.Any;

    internal override bool SaysAllInAnswers => true;

    protected override int CountSignatures(in ClaimInput input)
    {
        HeaderValue header = input.Request.GetHeader(InputHeader);
        return input.IsSigning || header.IsRepeated ? 1
            : header.IsMissing ? 0
            : StructuredReader.ReadDictionary(header.Value)?.Count ?? 1;
    }

    protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
    {
        if (Find(input.Request, input.SignatureIndex) is not { } signed)
        {
            return ClaimOutcome.Malformed;
        }

        StructuredParameters parameters = signed.List.Parameters;
        if (!input.Request.GetHeader(SignatureHeader).IsRepeated && Signature(input.Request, signed.Label) is not { } signature)
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
            && claim.TrySet("timestamp", seconds.ToString(CultureInfo.InvariantCulture))
            && (parameters.Find("expires") is not { } expires
                || (expires.TryGetInteger(out long end) && end >= 0 && claim.TrySet("expires", end.ToString(CultureInfo.InvariantCulture))))
            && (parameters.Find("nonce") is not { } nonce || (nonce.Kind == BareKind.Text && claim.TrySet("nonce", nonce.Text)))
            && claim.TrySet("signed-headers", string.Join(' ', signed.List.Items.Select(CoveredComponents.ToText)))
            && Signature(input.Request, signed.Label) is { } bytes
            && claim.TrySetSignature(bytes);
        return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
    }

    protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
    {
        StructuredInnerList? list = input.IsSigning ? ToSign(input) : Find(input.Request, input.SignatureIndex)?.List;
        if (list is null || (!input.IsSigning && !CoversEnough(list, input)))
        {
            return false;
        }

        foreach (StructuredItem component in list.Items)
        {
            if (ComponentValue.Of(component, input.Request, _shapes) is not { } value
                || !writer.TryWriteAscii(StructuredText.Of(component)) || !writer.TryWriteAscii(": ")
                || !writer.TryWriteAscii(value) || !writer.TryWriteAscii("\n"))
            {
                return false;
            }
        }

        return writer.TryWriteAscii("\"@signature-params\": ") && writer.TryWriteAscii(StructuredText.Of(list));
    }

    protected override void Write(in MessageInput input, in ComputedSignatures signatures, RequestDraft draft)
    {
        if (signatures.Count == 0)
        {
            bool isCovered = Listed(input).Any(CoveredComponents.IsDigest);
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
        IEnumerable<KeyValuePair<string, StructuredMember>> others = draft.GetHeader(header).Value is { } value
            ? StructuredReader.ReadDictionary(value) ?? throw new ArgumentException($"The request has a {header} that can't be read.")
            : [];
        draft.Set(CarrierKind.Header, header, StructuredText.OfDictionary(others.Where(other => other.Key != Label).Append(new(Label, member))));
    }

    private StructuredInnerList ToSign(in MessageInput input)
    {
        // A request without a body has no digest to cover.
        bool hasDigest = !input.Body.IsEmpty || !input.Request.GetHeader("Content-Digest").IsMissing;
        IReadOnlyList<StructuredItem> items = [.. Listed(input).Where(item => hasDigest || !CoveredComponents.IsDigest(item))];
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
    private static IReadOnlyList<StructuredItem> Listed(in MessageInput input)
    {
        string list = input.SignedHeaders.ToString();
        return CoveredComponents.Parse(list.Length == 0 ? string.Join(' ', MessageSignatureDefinition.DefaultComponents) : list)
            ?? throw new ArgumentException($"A component to sign can't be read or is there twice: {list}");
    }

    private bool CoversEnough(StructuredInnerList list, in MessageInput input)
    {
        HashSet<string> covered = [.. list.Items.Select(StructuredText.Of)];
        foreach (string needed in _least)
        {
            bool isNeeded = needed != "\"content-digest\"" || !input.Body.IsEmpty;
            if (isNeeded && !covered.Contains(needed))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The list of covered components under the label of this number.</summary>
    private static (string Label, StructuredInnerList List)? Find(RequestSource request, int index)
    {
        List<KeyValuePair<string, StructuredMember>>? inputs = request.GetHeader(InputHeader).Value is { } text ? StructuredReader.ReadDictionary(text) : null;
        return inputs is not null && index < inputs.Count && inputs[index].Value is StructuredInnerList list && CoveredComponents.AreValid(list.Items)
            ? (inputs[index].Key, list)
            : null;
    }

    private static byte[]? Signature(RequestSource request, string label)
    {
        List<KeyValuePair<string, StructuredMember>>? signatures = request.GetHeader(SignatureHeader).Value is { } text ? StructuredReader.ReadDictionary(text) : null;
        return signatures?.Find(member => member.Key == label).Value is StructuredItem { Value: { Kind: BareKind.Bytes } value } ? Convert.FromBase64String(value.Text) : null;
    }

    private static string? Text(StructuredParameters parameters, string name) => parameters.Find(name) is { Kind: BareKind.Text } item ? item.Text : null;
}
