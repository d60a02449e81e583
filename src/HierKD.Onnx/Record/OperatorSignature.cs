namespace HierKD.Onnx;

/// <summary>The parameters of a native function, with their roles.</summary>
internal sealed class OperatorSignature
{
    private static readonly Dictionary<string, Role> Letters = new()
    {
        ["T"] = Role.Tensor,
        ["T?"] = Role.OptionalTensor,
        ["W"] = Role.Written,
        ["T*"] = Role.Tensors,
        ["S"] = Role.Scalar,
        ["N"] = Role.Number,
        ["L"] = Role.Integers,
        ["F"] = Role.Reals,
        ["D"] = Role.OptionalNumber,
        ["V"] = Role.OutputShape,
        ["M"] = Role.Module,
        ["A"] = Role.Results,
        ["O"] = Role.Result,
        ["-"] = Role.Ignored,
    };

    private OperatorSignature(IReadOnlyList<OperatorParameter> parameters) => Parameters = parameters;

    public IReadOnlyList<OperatorParameter> Parameters { get; }

    /// <summary>
    /// Reads <c>name:role</c>, separated by spaces. The length of an array is the parameter after it, which is not written, unless
    /// <c>@name</c> follows the role and names it.
    /// </summary>
    public static OperatorSignature Parse(string text)
    {
        var parameters = new List<OperatorParameter>();
        var lengths = new Dictionary<int, string>();
        foreach (var part in text.Split(' '))
        {
            var (name, kind) = (part.Split(':')[0], part.Split(':')[1]);
            var pieces = kind.Split('@');
            var role = Letters[pieces[0]];
            var place = parameters.Count;
            parameters.Add(new OperatorParameter(name, role, -1));
            if (!IsArray(role)) continue;
            if (pieces.Length > 1)
            {
                lengths.Add(place, pieces[1]);
                continue;
            }
            parameters[place] = parameters[place] with { Length = place + 1 };
            parameters.Add(new OperatorParameter(null, Role.Ignored, -1));
        }
        foreach (var (place, length) in lengths)
        {
            parameters[place] = parameters[place] with { Length = parameters.FindIndex(p => p.Name == length) };
        }
        return new OperatorSignature(parameters);
    }

    private static bool IsArray(Role role) => role is Role.Integers or Role.Reals or Role.Tensors or Role.OutputShape;

    /// <summary>Whether a function has these parameters, by their names and by what their types can hold.</summary>
    public bool Fits(NativeFunction function) =>
        function.Parameters.Count == Parameters.Count
            && Parameters.Zip(function.Parameters).All(p =>
                (p.First.Name is null || p.First.Name == p.Second.Name) && p.First.Fits(p.Second));
}
