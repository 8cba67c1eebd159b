using HmacKit.Inspection;

namespace HmacKit.Cli;

/// <summary>A curl command that sends a signed request exactly as it was signed.</summary>
internal static class CurlCommand
{
    /// <exception cref="CommandException">The URL has no host to send to.</exception>
    public static string Write(SigningRequest request, SignedHeaders signature)
    {
        if (request.Url.Authority is null)
        {
            throw new CommandException("--output curl needs an absolute --url.");
        }

        string? path = request.BodyPath is null or InputFile.StandardInput ? null : request.BodyPath;
        return CurlText.Write(request.Method, request.Url.Text, request.Headers.Concat(signature), request.SaysLength ? request.Body : null, path);
    }
}
