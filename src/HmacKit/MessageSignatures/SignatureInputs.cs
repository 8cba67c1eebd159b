namespace HmacKit;

/// <summary>
/// What a <c>Signature-Input</c> says, read once: counting, reading the claim and writing the message ask for one header one after another, mostly on one thread.
/// </summary>
internal sealed class SignatureInputs
{
    /// <summary>A longer header isn't kept: what a thread keeps is bounded.</summary>
    private const int MaxKeptLength = 1024;

    [ThreadStatic]
    private static SignatureInputs? last;

    private readonly string _text;
    private readonly List<KeyValuePair<string, StructuredMember>>? _members;

    private SignatureInputs(string text)
    {
        _text = text;
        _members = StructuredReader.ReadDictionary(text);
    }

    /// <summary>How many labels there are; null if the header can't be read.</summary>
    public int? Count => _members?.Count;

    /// <summary>What a header says; what it is was said by its text alone, so it doesn't matter whose it is.</summary>
    public static SignatureInputs Of(string text)
    {
        if (last is { } kept && ReferenceEquals(kept._text, text))
        {
            return kept;
        }

        var read = new SignatureInputs(text);
        last = text.Length <= MaxKeptLength ? read : null;
        return read;
    }

    /// <summary>The list of covered components under the label of this number; null if there is none that can be read.</summary>
    public (string Label, StructuredInnerList List)? Find(int index) =>
        _members is not null && index < _members.Count && _members[index].Value is StructuredInnerList list && CoveredComponents.AreValid(list.Items)
            ? (_members[index].Key, list)
            : null;
}
