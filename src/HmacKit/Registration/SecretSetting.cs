using System.Buffers;

namespace HmacKit;

/// <summary>A secret in the configuration: there itself, or where to find it.</summary>
internal static class SecretSetting
{
    public const string Secret = "Secret";
    public const string EnvironmentVariable = "SecretEnvironmentVariable";
    public const string File = "SecretFile";

    private static readonly SearchValues<char> VariableCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    /// <summary>The setting that says where the secret of a section is; null if that isn't clear.</summary>
    public static string? NameIn(SettingsReader settings) =>
        new[] { Secret, EnvironmentVariable, File }.Where(settings.Has).ToArray() is [var name] ? name : null;

    /// <summary>What a secret in text has around it that seldom belongs there; null if nothing.</summary>
    public static string? Oddity(ReadOnlySpan<char> secret) => secret switch
    {
        _ when secret.ContainsAny('\r', '\n') => "has a line break in it",
        _ when char.IsWhiteSpace(secret[0]) || char.IsWhiteSpace(secret[^1]) => "begins or ends with a blank",
        _ when secret.Length > 1 && secret[0] == secret[^1] && secret[0] is '"' or '\'' or '`' => "has quotation marks around it",
        _ when secret[0] == '\uFEFF' => "begins with a byte order mark",
        _ => null,
    };

    /// <summary>Reads the secret of a section and gives it to <paramref name="import"/>; null, with a fault, if either can't be done.</summary>
    public static T? Read<T>(SettingsReader settings, Func<string, T?> import)
        where T : class
    {
        if (NameIn(settings) is not { } name)
        {
            settings.Fault($"set exactly one of {Secret}, {EnvironmentVariable} and {File}.");
            return null;
        }

        try
        {
            string? text = settings.Text(name);
            string? secret = text is null ? null : name switch
            {
                Secret => text,
                EnvironmentVariable => Environment.GetEnvironmentVariable(text),
                _ => ReadFile(text),
            };
            if (!string.IsNullOrWhiteSpace(secret))
            {
                return import(secret);
            }

            settings.Fault(name, $"{WhatIsEmpty(name, text)}. Unsigned is never accepted: set it, or leave the key out.");
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException)
        {
            settings.Fault(name, SettingsReader.Reason(exception));
        }

        return null;
    }

    // A secret may have been put where the name of a variable belongs, so only what can't be one is shown.
    private static string WhatIsEmpty(string name, string? text) => name switch
    {
        EnvironmentVariable when text is not null && text.Contains('_', StringComparison.Ordinal) && !text.AsSpan().ContainsAnyExcept(VariableCharacters) =>
            $"the environment variable {text} is empty or isn't set",
        EnvironmentVariable when text is not null => "the environment variable that this names is empty or isn't set",
        File when text is not null => $"the file '{text}' is empty",
        _ => "the secret is empty",
    };

    // Secrets that are mounted as files usually end with the line break of the editor or the echo that made them.
    private static string ReadFile(string path)
    {
        string text = System.IO.File.ReadAllText(path);
        return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
    }
}
