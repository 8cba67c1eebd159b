using System.Text.Json;

namespace HmacKit.Cli;

/// <summary>
/// A scheme of one's own from a file: a JSON object whose members are those of <see cref="SchemeDefinition"/>. For the command line alone: what a server takes for a
/// signature belongs into its code, and never into its settings.
/// </summary>
internal static class SchemeFile
{
    private const int MaxBytes = 64 * 1024;

    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    /// <summary>Sets what a member of the file says.</summary>
    private delegate void Setter(SchemeDefinition definition, SchemeFileValue value);

    private static readonly Dictionary<string, Setter> Members = new(StringComparer.Ordinal)
    {
        ["name"] = static (definition, value) => definition.Name = value.Text(),
        ["message"] = static (definition, value) => definition.Message = value.Text(),
        ["headers"] = static (definition, value) => value.Each((name, item) => definition.Headers[name] = item.Format()),
        ["query"] = static (definition, value) => value.Each((name, item) => definition.Query[name] = item.Format()),
        ["form"] = static (definition, value) => value.Each((name, item) => definition.Form[name] = item.Format()),
        ["json"] = static (definition, value) => value.Each((name, item) => definition.Json[name] = item.Format()),
        ["xml"] = static (definition, value) => value.Each((name, item) => definition.Xml[name] = item.Format()),
        ["cookie"] = static (definition, value) => value.Each((name, item) => definition.Cookie[name] = item.Format()),
        ["pathSegment"] = static (definition, value) => value.Each((name, item) => definition.PathSegment[item.Number(name)] = item.Format()),
        ["jsonQueryParameters"] = static (definition, value) => definition.JsonQueryParameters.UnionWith(value.Texts()),
        ["parts"] = static (definition, value) => value.Each((name, item) => definition.Parts[name] = item.Text()),
        ["values"] = static (definition, value) => value.Each((name, item) => definition.Values[name] = item.Value()),
        ["digests"] = static (definition, value) => value.Each((name, item) => definition.Digests[name] = item.Digest()),
        ["algorithm"] = static (definition, value) => definition.Algorithm = value.Algorithm(),
        ["secretFormat"] = static (definition, value) => definition.SecretFormat = value.SecretFormat(),
        ["keyDerivation"] = static (definition, value) => definition.KeyDerivation = value.KeyDerivation(),
        ["freshness"] = static (definition, value) => definition.Freshness = value.Freshness(),
        ["expiry"] = static (definition, value) => definition.Expiry = value.Expiry(),
        ["replay"] = static (definition, value) => definition.Replay = value.Word<ReplayRule>(),
        ["parameters"] = static (definition, value) => definition.Parameters = value.Parameters(),
        ["signedHeaderSet"] = static (definition, value) => definition.SignedHeaderSet = value.HeaderSet(),
        ["signsWithAllKeys"] = static (definition, value) => definition.SignsWithAllKeys = value.Flag(),
        ["truncatedTagBytes"] = static (definition, value) => definition.TruncatedTagBytes = value.Number(),
        ["ambiguousBecause"] = static (definition, value) => definition.AmbiguousBecause = value.Text(),
        ["documentation"] = static (definition, value) => definition.Documentation = value.Address(),
    };

    /// <summary>The members that a file can have.</summary>
    public static IEnumerable<string> MemberNames => Members.Keys;

    /// <exception cref="CommandException">It can't be read, isn't such an object, or its definition has faults.</exception>
    public static KnownScheme Read(string path, Terminal terminal)
    {
        byte[] json = InputFile.ReadAll(path, MaxBytes, "the scheme file", terminal);
        var definition = new SchemeDefinition();
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Options);
            new SchemeFileValue("the file", document.RootElement).Each((name, value) =>
            {
                if (!Members.TryGetValue(name, out Setter? set))
                {
                    throw new CommandException($"--scheme-file: there is no member {OneLine.Quote(name)}; {NearbyWord.Question(name, Members.Keys)}there are {string.Join(", ", Members.Keys)}.");
                }

                set(definition, value);
            });
            return KnownScheme.Of(SignatureScheme.Compile(definition));
        }
        catch (JsonException exception)
        {
            throw new CommandException($"--scheme-file isn't JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            // The reader says so of an escape such as \ud800 alone.
            throw new CommandException("--scheme-file has half of a surrogate pair, which no text has.");
        }
        catch (SchemeDefinitionException exception)
        {
            throw new CommandException($"--scheme-file: {string.Join("; ", exception.Faults)}.");
        }
        catch (ArgumentException exception)
        {
            throw new CommandException($"--scheme-file: {OneLine.Of(exception)}");
        }
    }
}
