using System.Reflection;
using System.Runtime.CompilerServices;

namespace HmacKit.Tests.Repository;

/// <summary>
/// An assembly's public surface as text: its types in ordinal order, each with its members, one a line. It needs
/// nothing else of these tests, so that the tests of another package can link the file.
/// </summary>
internal static class PublicApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly) => string.Join(
        "\n",
        assembly.GetTypes()
            .Where(IsVisible)
            .OrderBy(PublicApiNames.Full, StringComparer.Ordinal)
            .Select(type => Header(type) + "\n" + string.Concat(Members(type).Select(member => $"    {member}\n"))));

    private static bool IsVisible(Type type) =>
        type.IsNested ? (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!) : type.IsPublic;

    private static string Header(Type type)
    {
        string kind = type switch
        {
            { IsInterface: true } => "interface",
            { IsEnum: true } => "enum",
            { IsValueType: true } => (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (type.IsByRefLike ? "ref struct" : "struct"),
            _ when typeof(MulticastDelegate).IsAssignableFrom(type) => "delegate",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        List<Type> parents = [];
        if (type is { IsClass: true, BaseType: { } parent } && parent != typeof(object))
        {
            parents.Add(parent);
        }

        if (!type.IsEnum)
        {
            Type[] all = type.GetInterfaces();
            Type[] inherited = [.. type.BaseType?.GetInterfaces() ?? [], .. all.SelectMany(item => item.GetInterfaces())];
            parents.AddRange(all.Except(inherited).OrderBy(PublicApiNames.Full, StringComparer.Ordinal));
        }

        string flags = type.IsDefined(typeof(FlagsAttribute)) ? "[Flags] " : "";
        return $"{flags}{kind} {PublicApiNames.Full(type)}{(parents.Count > 0 ? " : " : "")}{string.Join(", ", parents.Select(item => PublicApiNames.Of(item)))}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => (field.Name, Value: Convert.ToInt64(field.GetRawConstantValue(), System.Globalization.CultureInfo.InvariantCulture)))
                .OrderBy(pair => pair.Value)
                .Select(pair => $"{pair.Name} = {pair.Value}");
        }

        IEnumerable<string> fields = type.GetFields(Declared).Where(field => IsVisible(field.Attributes)).Select(Field);
        IEnumerable<string> constructors = type.GetConstructors(Declared)
            .Where(item => !item.IsStatic && IsVisible(item)).Select(item => $"{Access(item)}{Simple(type)}({Parameters(item)})");
        IEnumerable<string> properties = type.GetProperties(Declared).Where(property => property.GetAccessors(true).Any(IsVisible)).Select(Property);
        IEnumerable<string> events = type.GetEvents(Declared).Where(item => IsVisible(item.AddMethod!))
            .Select(item => $"{Access(item.AddMethod!)}event {PublicApiNames.Of(item.EventHandlerType!)} {item.Name}");
        IEnumerable<string> methods = type.GetMethods(Declared)
            .Where(method => IsVisible(method) && !method.IsDefined(typeof(CompilerGeneratedAttribute))
                && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)))
            .Select(Method);
        return fields.Concat(constructors).Concat(properties).Concat(events).Concat(methods).Order(StringComparer.Ordinal);
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private static string Field(FieldInfo field)
    {
        string type = PublicApiNames.Of(field.FieldType, PublicApiNames.Nullability(field));
        return field.IsLiteral
            ? $"const {type} {field.Name} = {Value(field.GetRawConstantValue())}"
            : $"{(field.IsPublic ? "" : "protected ")}{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{type} {field.Name}";
    }

    private static string Property(PropertyInfo property)
    {
        MethodInfo accessor = property.GetAccessors(true).First(IsVisible);
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        string get = property.GetMethod is { } getter && IsVisible(getter) ? "get; " : "";
        string set = property.SetMethod is { } setter && IsVisible(setter)
            ? setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : "set; "
            : "";
        return $"{Access(accessor)}{Modifiers(accessor)}{required}{PublicApiNames.Of(property.PropertyType, PublicApiNames.Nullability(property))} {name} {{ {get}{set}}}";
    }

    private static string Method(MethodInfo method)
    {
        string generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
        string extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return $"{Access(method)}{Modifiers(method)}{PublicApiNames.Of(method.ReturnType, PublicApiNames.Nullability(method.ReturnParameter))} {method.Name}{generic}({extension}{Parameters(method)})";
    }

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Modifiers(MethodInfo method)
    {
        if (method.IsStatic)
        {
            return "static ";
        }

        if (!method.IsVirtual || method.DeclaringType!.IsInterface || (method.IsFinal && method.GetBaseDefinition() == method))
        {
            return "";
        }

        return method.GetBaseDefinition() != method ? "override " : method.IsAbstract ? "abstract " : "virtual ";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string passing = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        string list = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : "";
        string fallback = !parameter.HasDefaultValue ? ""
            : parameter.DefaultValue is null && parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? " = default"
            : $" = {Value(parameter.DefaultValue)}";
        return $"{list}{passing}{PublicApiNames.Of(parameter.ParameterType, PublicApiNames.Nullability(parameter))} {parameter.Name}{fallback}";
    }

    private static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        char character => $"'{character}'",
        bool flag => flag ? "true" : "false",
        Enum => $"{value.GetType().Name}.{value}",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Simple(Type type) => type.Name.Split('`')[0];
}
