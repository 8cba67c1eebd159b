using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Providers.Guide;

/// <summary>Which part of a long list is wanted, and where its neighbours are.</summary>
internal readonly record struct PageQuery(int Page, int Limit)
{
    private const int DefaultLimit = 20;
    private const int MostLimit = 100;
    private const int MostPage = 1_000_000;

    /// <summary>Reads <c>page</c> and <c>limit</c>; false if one is there that is no number within bounds.</summary>
    public static bool TryRead(HttpContext context, out PageQuery query)
    {
        bool isRead = TryRead(context.Request.Query["page"], 1, MostPage, out int page);
        isRead &= TryRead(context.Request.Query["limit"], DefaultLimit, MostLimit, out int limit);
        query = new PageQuery(page, limit);
        return isRead;
    }

    public string? Next(string path, long total) => (long)Page * Limit < total ? Link(path, Page + 1) : null;

    public string? Previous(string path, long total) => Page == 1 ? null : Link(path, (int)Math.Min(Page - 1, Math.Max(1, (total + Limit - 1) / Limit)));

    private string Link(string path, int page) => string.Create(CultureInfo.InvariantCulture, $"{path}?page={page}&limit={Limit}");

    private static bool TryRead(StringValues values, int otherwise, int most, out int number)
    {
        number = otherwise;
        return values.Count == 0
            || (values is [{ } text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0 && number <= most);
    }
}
