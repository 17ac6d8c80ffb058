"""A call of Lambda is the action that AWS authorizes it as. MiniStack takes what it does not know for GetFunction,
UpdateFunctionCode or DeleteFunction.
"""

from ministack.core import iam_actions

_lambda_action = iam_actions._lambda_action

# Where IAM has another name for it than the API. Source: AWS service authorization reference, AWS Lambda.
_IAM_NAMES = {"Invoke": "InvokeFunction", "InvokeWithResponseStream": "InvokeFunction"}

iam_actions._BOTOCORE_SERVICE_MAP["lambda"] = ["lambda"]


def lambda_action(method, path):
    operation = iam_actions._match_rest_action("lambda", method, path)
    return _IAM_NAMES.get(operation, operation) if operation else _lambda_action(method, path)
