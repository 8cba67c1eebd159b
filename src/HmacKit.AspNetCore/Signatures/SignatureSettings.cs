using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HmacKit.AspNetCore;

/// <summary>What the configuration of a scheme says to its endpoints.</summary>
internal sealed class SignatureSettings(IConfiguration configuration) : IConfigureNamedOptions<SignatureOptions>
{
    public void Configure(string? name, SignatureOptions options) =>
        options.PublicPathPrefix = configuration[$"{name}:{nameof(options.PublicPathPrefix)}"] ?? options.PublicPathPrefix;

    public void Configure(SignatureOptions options) => Configure(Options.DefaultName, options);
}
