using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace HmacKit.Jwt;

/// <summary>Reads the settings of user tokens strictly: what is misspelt or can't be read is a fault, with its path.</summary>
internal sealed class UserTokenSettings(IConfigurationSection section, List<string> faults)
{
    private const string MaxLifetime = nameof(UserTokenIssuerOptions.MaxLifetime);

    private static readonly string[] Names =
    [
        nameof(UserTokenOptions.Issuer), nameof(UserTokenOptions.Audience), "Key", nameof(UserTokenIssuerOptions.DefaultLifetime), MaxLifetime,
        nameof(UserTokenValidatorOptions.ClockSkew), nameof(UserTokenValidatorOptions.MaxTokenLength), nameof(UserTokenValidatorOptions.AcceptTokensWithoutKeyId),
    ];

    public void ReadInto(UserTokenOptions options)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (!Names.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                faults.Add($"{child.Path}: there is no such setting. There are {string.Join(", ", Names)}.");
            }
        }

        options.Issuer = Text(nameof(options.Issuer)) ?? options.Issuer;
        options.Audience = Text(nameof(options.Audience)) ?? options.Audience;
        options.Issuing.DefaultLifetime = Duration(nameof(options.Issuing.DefaultLifetime)) ?? options.Issuing.DefaultLifetime;
        options.Issuing.MaxLifetime = options.Validation.MaxLifetime = Duration(MaxLifetime) ?? options.Issuing.MaxLifetime;
        options.Validation.ClockSkew = Duration(nameof(options.Validation.ClockSkew)) ?? options.Validation.ClockSkew;
        if (Text(nameof(options.Validation.MaxTokenLength)) is { } length)
        {
            options.Validation.MaxTokenLength = int.TryParse(length, CultureInfo.InvariantCulture, out int number)
                ? number
                : Fault(nameof(options.Validation.MaxTokenLength), $"'{length}' isn't a whole number of characters.", options.Validation.MaxTokenLength);
        }

        if (section[nameof(options.Validation.AcceptTokensWithoutKeyId)] is { } text)
        {
            options.Validation.AcceptTokensWithoutKeyId = bool.TryParse(text, out bool isOn)
                ? isOn
                : Fault(nameof(options.Validation.AcceptTokensWithoutKeyId), $"'{text}' isn't true or false.", false);
        }
    }

    private string? Text(string name)
    {
        IConfigurationSection child = section.GetSection(name);
        if (child.Value is null && child.Exists())
        {
            faults.Add($"{child.Path}: a text is needed here, not a list or an object.");
        }

        return child.Value is { Length: > 0 } text ? text : null;
    }

    // With its colons: 60 alone would be 60 days.
    private TimeSpan? Duration(string name) =>
        Text(name) is not { } text ? null
        : text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan duration) ? duration
        : Fault<TimeSpan?>(name, $"'{text}' isn't a duration such as 01:00:00.", null);

    private T Fault<T>(string name, string text, T otherwise)
    {
        faults.Add($"{section.Path}:{name}: {text}");
        return otherwise;
    }
}
