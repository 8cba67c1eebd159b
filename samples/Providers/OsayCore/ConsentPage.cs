using System.Text;
using System.Text.Encodings.Web;

namespace Providers.OsayCore;

/// <summary>The page of the built-in provider, which asks whom to sign in. It has no scripts, and nothing may frame it.</summary>
internal static class ConsentPage
{
    public static string Render(string provider, string state, IEnumerable<OsayCoreUser> users)
    {
        var choices = new StringBuilder();
        foreach (OsayCoreUser user in users)
        {
            choices.Append($"<option value=\"{Escape(user.Email)}\">{Escape(user.DisplayName)}</option>");
        }

        return Page($"""
            <h1>Sign in with {Escape(provider)}</h1>
            <p>This is the sample's own provider: there are no passwords. Choose a test user, or type the address of a new one.</p>
            <form method="post">
            <input type="hidden" name="state" value="{Escape(state)}">
            <p><label>Address <input name="email" type="email" list="users" maxlength="254" required autofocus></label></p>
            <datalist id="users">{choices}</datalist>
            <p><button name="decision" value="allow">Allow</button> <button name="decision" value="deny" formnovalidate>Deny</button></p>
            </form>
            """);
    }

    public static string Message(string text) => Page($"<p>{Escape(text)}</p>");

    /// <summary>A page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="html">The page.</param>
    /// <param name="statusCode">The status code.</param>
    /// <param name="formLeadsTo">Where the redirects behind its form end; null if it has none. Browsers hold a form to that too.</param>
    public static IResult Answer(HttpContext context, string html, int statusCode = StatusCodes.Status200OK, Uri? formLeadsTo = null)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = $"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action {(formLeadsTo is null ? "'none'" : $"'self' {formLeadsTo.GetLeftPart(UriPartial.Authority)}")}";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        return Results.Content(html, "text/html; charset=utf-8", Encoding.UTF8, statusCode);
    }

    private static string Page(string body) => $"<!DOCTYPE html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Sign in</title>\n{body}\n</html>\n";

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
