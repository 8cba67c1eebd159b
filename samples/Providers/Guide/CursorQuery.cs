using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Providers.Guide;

/// <summary>The place in a list behind which a page begins: the last one's sku, as base64url, which is nothing that a client takes apart.</summary>
internal readonly record struct CursorQuery(string After, int Limit)
{
    public const string Name = "cursor";

    private const int DefaultLimit = 20;
    private const int MostLimit = 100;
    private const int MaxCursor = 200;

    public static string Write(string sku) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(sku));

    /// <summary>Reads <c>cursor</c>, which is empty for the beginning, and <c>limit</c>.</summary>
    public static bool TryRead(HttpContext context, out CursorQuery query)
    {
        query = default;
        int limit = DefaultLimit;
        if (context.Request.Query[Name] is not [{ Length: <= MaxCursor } text]
            || !Base64Url.IsValid(text)
            || (context.Request.Query["limit"] is { Count: > 0 } limits
                && !(limits is [{ } number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is > 0 and <= MostLimit)))
        {
            return false;
        }

        query = new CursorQuery(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)), limit);
        return true;
    }
}
