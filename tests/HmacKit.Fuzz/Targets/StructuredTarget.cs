using System.Text;

namespace HmacKit.Fuzz;

/// <summary>Structured fields (RFC 9651): what is read is written in one form, which reads as the same.</summary>
internal static class StructuredTarget
{
    private static readonly string[] Texts =
    [
        "sig1=(\"@method\" \"content-digest\";req);created=1618884473;keyid=\"key-1\"", "a=?1;b, c=:YQ==:, d=1.5", "sugar, tea;q=0.5, (a b);x=?0", "@1659578233", "%\"f%c3%bc%c3%bc\"", "\"a\\\"b\\\\\"", "-999999999999999.123", "*a/b:c",
    ];

    public static FuzzTarget Create() => new("structured", Texts.Select(Encoding.Latin1.GetBytes), Run);

    private static void Run(byte[] input)
    {
        string text = Encoding.Latin1.GetString(input);
        if (StructuredReader.ReadDictionary(text) is { } dictionary)
        {
            string written = StructuredText.OfDictionary(dictionary);
            FuzzTarget.Must(StructuredReader.ReadDictionary(written) is { } again && StructuredText.OfDictionary(again) == written, $"a dictionary reads as it is written: {written}");
        }

        if (StructuredReader.ReadList(text) is { } list)
        {
            string written = StructuredText.OfList(list);
            FuzzTarget.Must(StructuredReader.ReadList(written) is { } again && StructuredText.OfList(again) == written, $"a list reads as it is written: {written}");
        }

        if (StructuredReader.ReadItem(text) is { } item)
        {
            string written = StructuredText.Of(item);
            FuzzTarget.Must(StructuredReader.ReadItem(written) is { } again && StructuredText.Of(again) == written, $"an item reads as it is written: {written}");
        }
    }
}
