"""`auth`. Made by `make client`: do not edit."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal

from hongyan import models
from hongyan.calls import Call, given


class Auth:
    def __init__(self, do: Callable[[Call], Any]) -> None:
        self._do_call = do

    def login(
        self,
        *,
        user_sig: str,
        app_key: str | None = None,
        user_id: str | None = None,
        platform: Literal[
            "ANDROID", "IOS", "WEB", "WINDOWS", "MAC", "LINUX", "IPAD", "HARMONY", "MINIPROGRAM", "SERVER"
        ]
        | None = None,
        device_id: str | None = None,
        token_ttl: int | None = None,
    ) -> models.Login:
        """IM 登录,返回 JWT Token;支持 `userSig` `POST /api/im/auth/login`"""
        answer: models.Login = self._do_call(
            Call(
                "POST",
                "/api/im/auth/login",
                body=given(
                    {
                        "userSig": user_sig,
                        "appKey": app_key,
                        "userId": user_id,
                        "platform": platform,
                        "deviceId": device_id,
                        "tokenTtl": token_ttl,
                    }
                ),
                again=True,
            )
        )
        return answer

    def logout(self) -> models.LoggedOut:
        """`POST /api/im/auth/logout`"""
        answer: models.LoggedOut = self._do_call(Call("POST", "/api/im/auth/logout"))
        return answer


class AsyncAuth:
    def __init__(self, do: Callable[[Call], Awaitable[Any]]) -> None:
        self._do_call = do

    async def login(
        self,
        *,
        user_sig: str,
        app_key: str | None = None,
        user_id: str | None = None,
        platform: Literal[
            "ANDROID", "IOS", "WEB", "WINDOWS", "MAC", "LINUX", "IPAD", "HARMONY", "MINIPROGRAM", "SERVER"
        ]
        | None = None,
        device_id: str | None = None,
        token_ttl: int | None = None,
    ) -> models.Login:
        """IM 登录,返回 JWT Token;支持 `userSig` `POST /api/im/auth/login`"""
        answer: models.Login = await self._do_call(
            Call(
                "POST",
                "/api/im/auth/login",
                body=given(
                    {
                        "userSig": user_sig,
                        "appKey": app_key,
                        "userId": user_id,
                        "platform": platform,
                        "deviceId": device_id,
                        "tokenTtl": token_ttl,
                    }
                ),
                again=True,
            )
        )
        return answer

    async def logout(self) -> models.LoggedOut:
        """`POST /api/im/auth/logout`"""
        answer: models.LoggedOut = await self._do_call(Call("POST", "/api/im/auth/logout"))
        return answer
