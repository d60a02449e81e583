namespace HierKD.Onnx.Tests.Write;

/// <summary>
/// The operators of the default domain that files may have, as they are in opset 17, where each has the version that was the latest then:
/// the axes of ReduceSum are an input, for instance, and those of all other reductions attributes.
/// </summary>
internal static class OperatorRules
{
    private const string Recurrent =
        "activation_alpha:F activation_beta:F activations:S clip:f direction:s hidden_size:i layout:i";

    private static readonly Dictionary<string, OperatorRule> Rules = new (string Names, string Rule)[]
    {
        // Functions of single elements.
        ("Acos Acosh Asin Asinh Atan Atanh Cos Cosh HardSwish Round Sin Sinh Softplus Softsign Tan", "T -> T | T:real"),
        ("Ceil Erf Exp Floor Log Reciprocal Sigmoid Sqrt Tanh", "T -> T | T:float"),
        ("Abs Sign", "T -> T | T:number"),
        ("Neg Relu", "T -> T | T:signed"),
        ("Not", "T -> T | T:bool"),
        ("Celu", "T -> T | T:f32 | alpha:f"),
        ("Elu ThresholdedRelu", "T -> T | T:real | alpha:f"),
        ("HardSigmoid", "T -> T | T:real | alpha:f beta:f"),
        ("LeakyRelu", "T -> T | T:float | alpha:f"),
        ("Selu", "T -> T | T:real | alpha:f gamma:f"),
        ("Shrink", "T -> T | T:real,whole | bias:f lambd:f"),
        ("PRelu", "T T -> T | T:sized"),
        ("Clip", "T T? T? -> T | T:number"),
        ("Cast", "F -> U | F:number,bool,text U:number,bool,text | to:i!"),
        ("Identity", "T -> T | T:any"),
        ("IsInf", "T -> bool | T:f32,f64 | detect_negative:i detect_positive:i"),
        ("IsNaN", "T -> bool | T:float"),

        // Two operands.
        ("Add Div Mul Sub", "T T -> T | T:number"),
        ("And Or Xor", "T T -> bool | T:bool"),
        ("Equal", "T T -> bool | T:number,bool"),
        ("Greater GreaterOrEqual Less LessOrEqual", "T T -> bool | T:number"),
        ("Max Min", "T* -> T | T:number"),
        ("Mod", "T T -> T | T:number | fmod:i"),
        ("Pow", "T E -> T | T:float,index E:number"),
        ("Where", "bool T T -> T | T:any"),

        // Products.
        ("Einsum", "T* -> T | T:real,whole | equation:s!"),
        ("Gemm", "T T T? -> T | T:sized | alpha:f beta:f transA:i transB:i"),
        ("MatMul", "T T -> T | T:sized"),
        ("Conv", "T T T? -> T | T:real | auto_pad:s dilations:I group:i kernel_shape:I pads:I strides:I"),
        ("ConvTranspose",
            "T T T? -> T | T:real | auto_pad:s dilations:I group:i kernel_shape:I output_padding:I output_shape:I pads:I strides:I"),

        // Windows.
        ("AveragePool",
            "T -> T | T:real | auto_pad:s ceil_mode:i count_include_pad:i kernel_shape:I! pads:I strides:I"),
        ("MaxPool",
            "T -> T i64? | T:real,i8,u8 | auto_pad:s ceil_mode:i dilations:I kernel_shape:I! pads:I storage_order:i strides:I"),
        ("GlobalAveragePool GlobalMaxPool", "T -> T | T:real"),
        ("GridSample", "T G -> T | T:real,whole,bool,text,c64,c128 G:real | align_corners:i mode:s padding_mode:s"),
        ("Resize", "T R? f32? i64? -> T | T:any R:real | coordinate_transformation_mode:s cubic_coeff_a:f exclude_outside:i " +
            "extrapolation_value:f mode:s nearest_mode:s"),
        ("LRN", "T -> T | T:float | alpha:f beta:f bias:f size:i!"),

        // Normalisations.
        ("BatchNormalization", "T W W S S -> T S? S? | T:float W:float S:float | epsilon:f momentum:f training_mode:i"),
        ("InstanceNormalization", "T T T -> T | T:real | epsilon:f"),
        ("LayerNormalization", "T T T? -> T U? U? | T:float U:f32,bf16 | axis:i epsilon:f stash_type:i"),
        ("LogSoftmax Softmax", "T -> T | T:float | axis:i"),

        // Along axes.
        ("ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMean ReduceProd ReduceSumSquare",
            "T -> T | T:sized | axes:I keepdims:i"),
        ("ReduceMax ReduceMin", "T -> T | T:sized,i8,u8 | axes:I keepdims:i"),
        ("ReduceSum", "T i64? -> T | T:sized | keepdims:i noop_with_empty_axes:i"),
        ("ArgMax ArgMin", "T -> i64 | T:number | axis:i keepdims:i select_last_index:i"),
        ("CumSum", "T A -> T | T:sized A:index | exclusive:i reverse:i"),
        ("TopK", "T i64 -> T i64 | T:real,whole | axis:i largest:i sorted:i"),

        // Shapes and places.
        ("Concat", "T* -> T | T:any | axis:i!"),
        ("DepthToSpace", "T -> T | T:any | blocksize:i! mode:s"),
        ("SpaceToDepth", "T -> T | T:any | blocksize:i!"),
        ("Expand Tile Unsqueeze", "T i64 -> T | T:any"),
        ("Flatten", "T -> T | T:any | axis:i"),
        ("Gather GatherElements", "T A -> T | T:any A:index | axis:i"),
        ("GatherND", "T i64 -> T | T:any | batch_dims:i"),
        ("ScatterElements", "T A T -> T | T:any A:index | axis:i reduction:s"),
        ("ScatterND", "T i64 T -> T | T:any | reduction:s"),
        ("OneHot", "A D T -> T | A:real,whole D:real,whole T:real,whole,bool,text,c64,c128 | axis:i"),
        ("Pad", "T i64 T? -> T | T:any | mode:s"),
        ("Range", "T T T -> T | T:f32,f64,i16,i32,i64"),
        ("Reshape", "T i64 -> T | T:any | allowzero:i"),
        ("Shape", "T -> i64 | T:any | end:i start:i"),
        ("Slice", "T A A A? A? -> T | T:any A:index"),
        ("Split", "T i64? -> T* | T:any | axis:i"),
        ("Squeeze", "T i64? -> T | T:any"),
        ("Transpose", "T -> T | T:any | perm:I"),
        ("Trilu", "T i64? -> T | T:any | upper:i"),

        // Recurrences.
        ("GRU", "T T T T? i32? T? -> T? T? | T:real | linear_before_reset:i " + Recurrent),
        ("LSTM", "T T T T? i32? T? T? T? -> T? T? T? | T:real | input_forget:i " + Recurrent),
        ("RNN", "T T T T? i32? T? -> T? T? | T:real | " + Recurrent),
    }.SelectMany(row => row.Names.Split(' ').Select(name => (name, row.Rule))).ToDictionary(r => r.name, r => OperatorRule.Parse(r.Rule));

    /// <summary>The rule of an operator; null if there is none.</summary>
    public static OperatorRule? Find(string kind) => Rules.GetValueOrDefault(kind);
}
