namespace HierKD.Onnx;

/// <summary>What a parameter of a native function is. Its type does not say: tensors, scalars and arrays are all pointers.</summary>
internal enum Role
{
    /// <summary>A tensor (<c>T</c>).</summary>
    Tensor,

    /// <summary>A tensor, or a null pointer (<c>T?</c>).</summary>
    OptionalTensor,

    /// <summary>A tensor that is written and not read (<c>W</c>).</summary>
    Written,

    /// <summary>An array of tensors, some of which may be null (<c>T*</c>).</summary>
    Tensors,

    /// <summary>A scalar, or a null pointer (<c>S</c>).</summary>
    Scalar,

    /// <summary>A number, truth value or text (<c>N</c>).</summary>
    Number,

    /// <summary>An array of integers, null if it is empty (<c>L</c>).</summary>
    Integers,

    /// <summary>An array of real numbers, null if it is empty (<c>F</c>).</summary>
    Reals,

    /// <summary>A pointer to a number, or a null pointer (<c>D</c>).</summary>
    OptionalNumber,

    /// <summary>Says what the output's shape says as well (<c>V</c>).</summary>
    OutputShape,

    /// <summary>A native module (<c>M</c>).</summary>
    Module,

    /// <summary>Takes an array of results (<c>A</c>).</summary>
    Results,

    /// <summary>Takes a result (<c>O</c>).</summary>
    Result,

    /// <summary>Says nothing that the file needs (<c>-</c>), or is the length of an array.</summary>
    Ignored,
}
