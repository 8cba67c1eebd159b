using Microsoft.Net.Http.Headers;
using Providers.Json;

namespace Providers.OsayCore;

/// <summary>What the consent page sends.</summary>
/// <param name="State">The sign-in.</param>
/// <param name="Agrees">Whether the user agreed.</param>
/// <param name="Email">As whom.</param>
internal sealed record SignInForm(string State, bool Agrees, string Email)
{
    private const int MaxEmail = 254;

    /// <summary>The form of a request; null if it is none.</summary>
    public static async ValueTask<SignInForm?> ReadAsync(HttpContext context)
    {
        // Not multipart, which is much to parse for three short fields.
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out MediaTypeHeaderValue? type)
            || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
            string email = form["email"].ToString().ToLowerInvariant();
            return form["decision"].ToString() switch
            {
                "allow" when IsEmail(email) => new SignInForm(form["state"].ToString(), Agrees: true, email),
                "deny" => new SignInForm(form["state"].ToString(), Agrees: false, ""),
                _ => null,
            };
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Whether a text is an address, as far as can be said without writing to it.</summary>
    public static bool IsEmail(string? email) =>
        ApiJson.IsText(email, MaxEmail) && email!.IndexOf('@') is > 0 and int at && at < email.Length - 1 && !email.Any(char.IsWhiteSpace);
}
