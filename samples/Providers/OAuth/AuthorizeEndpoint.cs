using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;
using Providers.OsayCore;

namespace Providers.OAuth;

/// <summary>
/// The page that asks a user whether an application may act for them. OpenIddict has checked the request before: client, redirect address, scopes and PKCE. An
/// answer counts only from the browser that was shown the page.
/// </summary>
internal static class AuthorizeEndpoint
{
    private const string Cookie = "oauth_form";
    private const string Proof = "form_proof";
    private const string User = "user";
    private const string Decision = "decision";
    private const int MaxUser = 254;

    public static IResult Show(HttpContext context, Dictionary<string, OAuthApplication> applications)
    {
        if (context.GetOpenIddictServerRequest() is not { } request)
        {
            return Results.BadRequest();
        }

        string proof = RandomNumberGenerator.GetHexString(32, lowercase: true);
        context.Response.Cookies.Append(
            Cookie, proof, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/oauth", MaxAge = TimeSpan.FromMinutes(10) });
        var fields = new StringBuilder();
        foreach ((string name, OpenIddictParameter value) in request.GetParameters())
        {
            fields.Append($"<input type=\"hidden\" name=\"{Escape(name)}\" value=\"{Escape((string?)value ?? "")}\">\n");
        }

        string application = applications.TryGetValue(request.ClientId!, out OAuthApplication? known) ? known.Name : request.ClientId!;
        string scopes = string.Join("", request.GetScopes().Select(static scope => $"<li>{Escape(scope)}</li>"));
        return ConsentPage.Answer(
            context,
            $"""
            <!DOCTYPE html>
            <html lang="en"><meta charset="utf-8"><title>Authorize</title>
            <h1>{Escape(application)} asks for access</h1>
            <p>This is the sample's own page: there are no passwords. Say who you are, and what may be done for you:</p>
            <ul>{scopes}</ul>
            <form method="post" action="/oauth/authorize">
            {fields}<input type="hidden" name="{Proof}" value="{proof}">
            <p><label>User <input name="{User}" id="user" value="guide_tester" maxlength="{MaxUser}" required></label></p>
            <p><button id="allow" name="{Decision}" value="allow">Allow</button> <button id="deny" name="{Decision}" value="deny" formnovalidate>Deny</button></p>
            </form>
            </html>
            """,
            formLeadsTo: Uri.TryCreate(request.RedirectUri, UriKind.Absolute, out Uri? redirect) ? redirect : null);
    }

    public static async Task<IResult> AnswerAsync(HttpContext context)
    {
        if (context.GetOpenIddictServerRequest() is not { } request)
        {
            return Results.BadRequest();
        }

        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        string? cookie = context.Request.Cookies[Cookie];
        context.Response.Cookies.Delete(Cookie, new CookieOptions { Path = "/oauth" });
        string proof = form[Proof] is [{ } text] ? text : "";
        if (string.IsNullOrEmpty(cookie) || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(proof), Encoding.UTF8.GetBytes(cookie)))
        {
            return ConsentPage.Answer(context, "<!DOCTYPE html><title>Authorize</title><p>This page is over, or belongs to another browser. Begin again.</p>", StatusCodes.Status400BadRequest);
        }

        return form[Decision] is ["allow"] && form[User] is [{ Length: > 0 and <= MaxUser } user] && !user.Any(char.IsControl)
            ? OAuthIdentity.SignIn(user, request.GetScopes())
            : OAuthIdentity.Refuse(OpenIddictConstants.Errors.AccessDenied, "The user said no.");
    }

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
