namespace HierKD.Onnx;

/// <summary>What to write instead of operators that can have no translation.</summary>
internal static class OperatorAdvice
{
    public static (string What, string Instead)? For(string function) => NativeFunction.ShortName(function) switch
    {
        "item" or "data" or "is_nonzero" or "data_idx_float16" or "data_idx_bfloat16" or "equal" or "allclose" or "save" =>
            ("the forward reads a tensor's elements in C#, and what follows from them is not in the file.",
                "Compute with tensors, for instance with where."),
        "bernoulli" or "multinomial" or "rand_like" or "randn_like" or "randint_like" or "normal_" or "uniform_" or "poisson"
            or "rand_out" or "randn_out" or "bernoulli_0" or "bernoulli_1" or "exponential_" =>
            ("it draws random numbers.", "Leave the noise out in evaluation mode."),
        "nonzero" or "masked_select" or "unique" or "unique_dim" or "argwhere" or "where_list" =>
            ("the shape of its result depends on the input's elements.", "Keep the shape, for instance with where."),
        "RNN_forward" or "LSTMCell_forward" or "GRUCell_forward" or "RNNCell_forward"
            or "TransformerEncoder_forward" or "TransformerEncoderLayer_forward"
            or "TransformerDecoder_forward" or "TransformerDecoderLayer_forward" or "Transformer_forward" =>
            ("it is computed natively, and the export has no translation for it yet.", "Write the layer with ordinary operators."),
        _ => null,
    };
}
