namespace HmacKit;

/// <summary>Whether a body is a form.</summary>
internal static class FormBody
{
    private const string MediaType = "application/x-www-form-urlencoded";

    /// <summary>By its Content-Type; without one it is taken for a form where a scheme signs forms.</summary>
    public static bool IsForm(RequestSource request)
    {
        HeaderValue header = request.GetHeader("Content-Type");
        ReadOnlySpan<char> type = header.Value;
        return header.IsMissing
            || (type.StartsWith(MediaType, StringComparison.OrdinalIgnoreCase) && (type.Length == MediaType.Length || type[MediaType.Length] is ';' or ' '));
    }
}
