namespace HmacKit;

/// <summary>A secret in the configuration: there itself, or where to find it.</summary>
internal static class SecretSetting
{
    public const string Secret = "Secret";
    public const string EnvironmentVariable = "SecretEnvironmentVariable";
    public const string File = "SecretFile";

    /// <summary>Reads the secret of a section and gives it to <paramref name="import"/>; null, with a fault, if either can't be done.</summary>
    public static T? Read<T>(SettingsReader settings, Func<string, T> import)
        where T : class
    {
        string[] named = [.. new[] { Secret, EnvironmentVariable, File }.Where(settings.Has)];
        if (named is not [var name])
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

            settings.Fault(name, "the secret is empty or not there. Unsigned is never accepted: set it, or leave the key out.");
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException)
        {
            settings.Fault(name, SettingsReader.Reason(exception));
        }

        return null;
    }

    // Secrets that are mounted as files usually end with the line break of the editor or the echo that made them.
    private static string ReadFile(string path)
    {
        string text = System.IO.File.ReadAllText(path);
        return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
    }
}
