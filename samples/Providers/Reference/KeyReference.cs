using Microsoft.OpenApi;

namespace Providers.Reference;

/// <summary>The calls of <c>MapKeys</c> for the reference. They read and write their JSON by hand, so that nothing can be derived from types.</summary>
internal static class KeyReference
{
    private const string Json = "application/json";

    private static readonly KeyCalls[] Calls =
    [
        new("/broker/v1/keys", KeyId: "api_key", Scopes: "permissions", ScopeValues: "read, trade"),
        new("/oort/portal/keys", KeyId: "api_key", Secret: "api_secret"),
        new("/guide/keys", ScopeValues: "products, products:write", HasEnvironments: true),
    ];

    /// <summary>Adds the calls to the document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="tagOf">The tag of a path.</param>
    public static void AddTo(OpenApiDocument document, Func<string, OpenApiTagReference> tagOf)
    {
        foreach (KeyCalls calls in Calls)
        {
            OpenApiTagReference tag = tagOf(calls.Path);
            document.Paths.Add(calls.Path, Item(
                (HttpMethod.Get, Call(tag, "Lists the caller's keys, without their secrets.", 200, Object(("keys", List(calls.Key(hasSecret: false)))))),
                (HttpMethod.Post, Call(tag, "Issues a key, whose secret is shown this once.", 201, calls.Key(hasSecret: true), calls.Wish()))));
            document.Paths.Add(calls.Path + "/{id}/rotate", Item(
                (HttpMethod.Post, OfOne(Call(
                    tag,
                    "Gives a key a new secret; the old one goes on for a while.",
                    200,
                    calls.Key(hasSecret: true),
                    Object(("overlap_seconds", Of(JsonSchemaType.Integer, "How long the old secret is accepted: 0 to 7776000, 86400 by default."))))))));
            document.Paths.Add(calls.Path + "/{id}", Item((HttpMethod.Delete, OfOne(Call(tag, "Revokes a key.", 204)))));
        }
    }

    private static OpenApiPathItem Item(params (HttpMethod Method, OpenApiOperation Call)[] calls) =>
        new() { Operations = calls.ToDictionary(static call => call.Method, static call => call.Call) };

    private static OpenApiOperation Call(OpenApiTagReference tag, string summary, int status, OpenApiSchema? answer = null, OpenApiSchema? body = null)
    {
        var done = new OpenApiResponse { Description = "Done" };
        if (answer is not null)
        {
            done.Content = Content(answer);
        }

        return new OpenApiOperation
        {
            Tags = new HashSet<OpenApiTagReference> { tag },
            Summary = summary,
            RequestBody = body is null ? null : new OpenApiRequestBody { Required = body.Required is { Count: > 0 }, Content = Content(body) },
            Responses = new OpenApiResponses { [status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = done },
        };
    }

    private static OpenApiOperation OfOne(OpenApiOperation call)
    {
        call.Parameters = [new OpenApiParameter { Name = "id", In = ParameterLocation.Path, Required = true, Schema = Of(JsonSchemaType.String, "The key's id.") }];
        return call;
    }

    private static Dictionary<string, OpenApiMediaType> Content(OpenApiSchema schema) => new() { [Json] = new OpenApiMediaType { Schema = schema } };

    private static OpenApiSchema Of(JsonSchemaType type, string? description = null, string? format = null) => new() { Type = type, Description = description, Format = format };

    private static OpenApiSchema List(OpenApiSchema items) => new() { Type = JsonSchemaType.Array, Items = items };

    private static OpenApiSchema Object(params IEnumerable<(string Name, OpenApiSchema Schema)> members) =>
        new() { Type = JsonSchemaType.Object, Properties = members.ToDictionary(static member => member.Name, static member => (IOpenApiSchema)member.Schema) };

    /// <summary>The calls at one path, and what their members are called there.</summary>
    private sealed record KeyCalls(string Path, string KeyId = "key_id", string Secret = "secret", string Scopes = "scopes", string? ScopeValues = null, bool HasEnvironments = false)
    {
        private const JsonSchemaType TextOrNull = JsonSchemaType.String | JsonSchemaType.Null;

        /// <summary>What is asked for.</summary>
        public OpenApiSchema Wish()
        {
            var members = new List<(string, OpenApiSchema)>
            {
                ("name", Of(JsonSchemaType.String, "1 to 256 characters.")),
                ("description", Of(TextOrNull, "At most 1000 characters.")),
                ("expires_at", Of(TextOrNull, "Never by default.", "date-time")),
            };
            if (ScopeValues is not null)
            {
                members.Add((Scopes, List(Of(JsonSchemaType.String, $"Some of {ScopeValues}."))));
            }

            if (HasEnvironments)
            {
                members.Add(("environment", Of(TextOrNull, "live, the default, or test.")));
            }

            OpenApiSchema wish = Object(members);
            wish.Required = new HashSet<string>(StringComparer.Ordinal) { "name" };
            if (ScopeValues is not null)
            {
                wish.Required.Add(Scopes);
            }

            return wish;
        }

        /// <summary>What is told of a key.</summary>
        public OpenApiSchema Key(bool hasSecret)
        {
            var members = new List<(string, OpenApiSchema)> { (KeyId, Of(JsonSchemaType.String)) };
            if (hasSecret)
            {
                members.Add((Secret, Of(JsonSchemaType.String, "Shown this once.")));
                members.Add(("warning", Of(JsonSchemaType.String)));
            }

            return Object(
            [
                .. members,
                ("name", Of(JsonSchemaType.String)),
                ("description", Of(TextOrNull)),
                (Scopes, List(Of(JsonSchemaType.String))),
                ("status", Of(JsonSchemaType.String, "active, not_yet_valid, expired, disabled or revoked.")),
                ("created_at", Of(JsonSchemaType.String, format: "date-time")),
                ("expires_at", Of(TextOrNull, format: "date-time")),
                ("last_used_at", Of(TextOrNull, format: "date-time")),
                ("old_secret_ends_at", Of(JsonSchemaType.String, "While two secrets are accepted.", "date-time")),
            ]);
        }
    }
}
