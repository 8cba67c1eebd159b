namespace HmacKit.Testing;

/// <summary>What an endpoint answered. No status (0) means that there was no answer, and then the text says why.</summary>
internal sealed record Answer(int Status, string ContentType, string Body)
{
    /// <summary>The most characters of a body that are looked at.</summary>
    public const int MaxBody = 64 * 1024;

    private const int MaxShown = 100;

    /// <summary>No answer.</summary>
    public static Answer None(string why) => new(0, "", why);

    /// <summary>The transport can't send such a request.</summary>
    public static Answer Unsendable(string why) => new(-1, "", why);

    public bool IsUnsendable => Status < 0;

    public override string ToString()
    {
        string shown = Body.Length > MaxShown ? Body[..MaxShown] + "…" : Body;
        return (Status, shown) switch
        {
            ( <= 0, _) => $"no answer ({shown})",
            (_, "") => $"{Status}",
            _ => $"{Status} {shown.ReplaceLineEndings(" ")}",
        };
    }
}
