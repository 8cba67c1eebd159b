using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace HmacKit.Redis.Tests.Repository;

/// <summary>The members of the client library in an assembly's metadata, as text: those that it defines, or those that it refers to.</summary>
internal static class ClientMembers
{
    private const string Library = "StackExchange.Redis";

    /// <summary>The members and types of the library that the assembly uses.</summary>
    public static SortedSet<string> UsedBy(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        var used = new SortedSet<string>(StringComparer.Ordinal);
        foreach (TypeReferenceHandle handle in metadata.TypeReferences.Where(handle => IsOfLibrary(metadata, metadata.GetTypeReference(handle))))
        {
            used.Add(metadata.GetString(metadata.GetTypeReference(handle).Name));
        }

        foreach (MemberReference member in metadata.MemberReferences.Select(metadata.GetMemberReference))
        {
            if (member.Parent.Kind == HandleKind.TypeReference && metadata.GetTypeReference((TypeReferenceHandle)member.Parent) is var type && IsOfLibrary(metadata, type))
            {
                used.Add(Text(metadata.GetString(type.Name), metadata.GetString(member.Name), member.DecodeMethodSignature(TypeNames.Instance, null)));
            }
        }

        return used;
    }

    /// <summary>The public members, types and enum values that the library defines.</summary>
    public static HashSet<string> DefinedBy(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        var defined = new HashSet<string>(StringComparer.Ordinal);
        foreach (TypeDefinition type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition))
        {
            string name = metadata.GetString(type.Name);
            defined.Add(name);
            foreach (MethodDefinition method in type.GetMethods().Select(metadata.GetMethodDefinition).Where(method => method.Attributes.HasFlag(System.Reflection.MethodAttributes.Public)))
            {
                defined.Add(Text(name, metadata.GetString(method.Name), method.DecodeSignature(TypeNames.Instance, null)));
            }

            foreach (FieldDefinition field in type.GetFields().Select(metadata.GetFieldDefinition).Where(field => !field.GetDefaultValue().IsNil))
            {
                Constant constant = metadata.GetConstant(field.GetDefaultValue());
                if (constant.TypeCode == ConstantTypeCode.Int32)
                {
                    defined.Add($"{name}.{metadata.GetString(field.Name)} = {metadata.GetBlobReader(constant.Value).ReadInt32()}");
                }
            }
        }

        return defined;
    }

    private static bool IsOfLibrary(MetadataReader metadata, TypeReference type) =>
        type.ResolutionScope.Kind == HandleKind.AssemblyReference
        && metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name) == Library;

    private static string Text(string type, string member, MethodSignature<string> signature) =>
        $"{type}.{member}({string.Join(", ", signature.ParameterTypes)}) : {signature.ReturnType}";

    private sealed class TypeNames : ISignatureTypeProvider<string, object?>
    {
        public static readonly TypeNames Instance = new();

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => reader.GetString(reader.GetTypeDefinition(handle).Name);

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => reader.GetString(reader.GetTypeReference(handle).Name);

        public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public string GetSZArrayType(string elementType) => elementType + "[]";

        public string GetArrayType(string elementType, ArrayShape shape) => elementType + "[,]";

        public string GetByReferenceType(string elementType) => elementType + "&";

        public string GetPointerType(string elementType) => elementType + "*";

        public string GetPinnedType(string elementType) => elementType;

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => $"{genericType}<{string.Join(", ", typeArguments)}>";

        public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

        public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetFunctionPointerType(MethodSignature<string> signature) => "method";
    }
}
