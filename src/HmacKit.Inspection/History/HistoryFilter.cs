namespace HmacKit.Inspection;

/// <summary>Which exchanges are listed.</summary>
/// <param name="Text">A text that stands in method, target, scheme, status or cause; empty for any.</param>
/// <param name="IsRefused">Whether only what was refused.</param>
internal readonly record struct HistoryFilter(string Text, bool IsRefused)
{
    public const int MaxText = 200;

    public string Where => (IsRefused ? "valid = 0" : "1")
        + (Text.Length == 0 ? "" : " AND instr(lower(method || ' ' || target || ' ' || scheme || ' ' || status || ' ' || coalesce(cause, '') || ' ' || coalesce(answer, '')), $text) > 0");

    public (string Name, object Value)[] Parameters => Text.Length == 0 ? [] : [("$text", Text.ToLowerInvariant())];
}
