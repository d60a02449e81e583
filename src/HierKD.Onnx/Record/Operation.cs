namespace HierKD.Onnx;

/// <summary>An operator of the model, for any batch.</summary>
/// <param name="Operator">What it is.</param>
/// <param name="ModulePath">The path of the module that applies it, from the model.</param>
/// <param name="Arguments">By parameter name, as in <see cref="TracedCall"/>, with an <see cref="IOperand"/> for each tensor.</param>
/// <param name="Results">What it gives.</param>
internal sealed record Operation(
    Operator Operator, string ModulePath, IReadOnlyDictionary<string, object?> Arguments, IReadOnlyList<Value> Results)
{
    /// <summary>The first result.</summary>
    public Value Result => Results[0];

    /// <summary>A tensor argument.</summary>
    public IOperand Operand(string name) => (IOperand)Arguments[name]!;

    /// <summary>A tensor argument that may be absent.</summary>
    public IOperand? OptionalOperand(string name) => (IOperand?)Arguments[name];

    /// <summary>An array of tensors.</summary>
    public IReadOnlyList<IOperand?> Operands(string name) => (IReadOnlyList<IOperand?>)Arguments[name]!;

    /// <summary>An integer.</summary>
    public long Integer(string name) => (long)Arguments[name]!;

    /// <summary>A truth value.</summary>
    public bool Truth(string name) => Arguments[name] is true or not (false or 0L or null);

    /// <summary>A number, whatever its type.</summary>
    public double Number(string name) => Convert.ToDouble(Arguments[name], null);

    /// <summary>A number that may be absent.</summary>
    public double? OptionalNumber(string name) => Arguments[name] is null ? null : Number(name);

    /// <summary>An array of integers.</summary>
    public long[] Integers(string name) => (long[])Arguments[name]!;

    /// <summary>An array of real numbers.</summary>
    public double[] Reals(string name) => (double[])Arguments[name]!;

    /// <summary>Text that may be absent.</summary>
    public string? Text(string name) => (string?)Arguments[name];

    /// <summary>An axis, counted from the first.</summary>
    public int Axis(string name, int rank) => rank > 0
        ? Axes([Integer(name)], rank)[0]
        : throw Refuse("its input has no axes.", "Give it one with view(1).");

    /// <summary>Axes, counted from the first.</summary>
    public static int[] Axes(IEnumerable<long> axes, int rank) =>
        [.. axes.Select(axis => (int)(axis < 0 ? axis + Math.Max(rank, 1) : axis))];

    /// <summary>Says that this use of the operator cannot be written.</summary>
    public OnnxExportException Refuse(string what, string instead) => OnnxExportException.At(ModulePath, Operator.Function, what, instead);
}
